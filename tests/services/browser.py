"""A real browser: Debian's Chromium, driven by Playwright, speaking Vietnamese and calling nobody outside."""

import shutil
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCREENSHOTS = Path(__file__).resolve().parents[2] / "var" / "screenshots"
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication",
    "--metrics-recording-only",
    "--no-first-run",
    "--no-pings",
]
CONTEXT = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh", "viewport": {"width": 1280, "height": 800}}
AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}


def chromium() -> str:
    """Return the path of the installed Chromium, or fail: a test never skips because a service is missing."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium is missing. `make test` installs it; by hand: apt-get install chromium."
    return path


class Watch:
    """Notes what a page should never do: call another host, break a script or the content policy."""

    def __init__(self, page: Page, home: str = "127.0.0.1") -> None:
        self.faults: list[str] = []
        self._home = home
        page.on("request", lambda request: self._request(request.url))
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("console", lambda message: self._console(message.text))

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https"} and parts.hostname not in {self._home, "localhost"}:
            self.faults.append(f"request to another host: {url}")

    def _console(self, text: str) -> None:
        if "Content Security Policy" in text:
            self.faults.append(text)


def accessibility_faults(page: Page) -> list[str]:
    """Return what axe finds against WCAG 2.2 AA on the page as it stands, a line each."""
    results = Axe().run(page, options=AXE_RULES)
    return [
        f"{fault['id']} ({fault['impact']}): {fault['help']} — {node['target']} {node['html'][:160]}"
        for fault in results.response["violations"]
        for node in fault["nodes"]
    ]


def screenshot(page: Page, name: str, *, full: bool = True) -> Path:
    """Keep a picture of the page as var/screenshots/<name>.png."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path, full_page=full)
    return path
