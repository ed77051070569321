"""The fixtures every test may ask for; tests/services/ says how each works."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import teardown_databases
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.services import browser as browsing
from tests.services.copies import Copy, forget, own_copy
from tests.services.migrated import set_up_migrated
from tests.services.site import Site, collected_static, running


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: Any,
) -> Iterator[None]:
    """Migrate the test database, also when the tests chosen use nothing but copies of it."""
    with django_db_blocker.unblock():
        state = set_up_migrated()
    yield
    with django_db_blocker.unblock():
        teardown_databases(state, verbosity=0)


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Each test begins without what the process remembers of the database the test before it saw."""
    forget()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[Copy]:
    """A copy of the migrated database, all the test's own: commits, threads and kills are real on it."""
    with django_db_blocker.unblock(), own_copy() as copy:
        yield copy


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of a run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def static_root(run_folder: Path) -> Path:
    """Static files collected and compressed as in production: once a run, and once for both of `make test`."""
    return collected_static(Path(os.environ.get("OCOP_TEST_SHARED", run_folder)))


@pytest.fixture
def live_site(committed: Copy, static_root: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    """The site under gunicorn on the copy. `@pytest.mark.live(workers=2, worker=True, environ={…})` says more."""
    wanted = dict(getattr(request.node.get_closest_marker("live"), "kwargs", {}))
    with_worker = wanted.pop("worker", False)
    with running(Site(committed.url, tmp_path, static_root=static_root, **wanted)) as site:
        if with_worker:
            site.start_worker()
        yield site


@pytest.fixture(scope="module")
def site_of_module(
    django_db_setup: None, django_db_blocker: Any, static_root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A site on a copy for all tests of a module that only look: they return it as their `live_site`."""
    folder = tmp_path_factory.mktemp("site")
    with (
        django_db_blocker.unblock(),
        own_copy() as copy,
        running(Site(copy.url, folder, static_root=static_root)) as site,
    ):
        yield site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once. Playwright keeps an event loop in this thread, which Django mistakes for async code."""
    path = browsing.chromium()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as playwright:
            started = playwright.chromium.launch(executable_path=path, args=browsing.FLAGS)
            yield started
            started.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page in a context of its own: new_page(javascript=False, width=320). Faults it shows fail the test."""
    contexts: list[BrowserContext] = []
    watches: list[browsing.Watch] = []

    def opened(*, javascript: bool = True, width: int = 1280, height: int = 800, **more: Any) -> Page:
        size = {"width": width, "height": height}
        context = browser.new_context(**browsing.CONTEXT | {"java_script_enabled": javascript, "viewport": size} | more)
        contexts.append(context)
        page = context.new_page()
        watches.append(browsing.Watch(page))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [fault for watch in watches for fault in watch.faults] == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page 1280 px wide in a fresh context."""
    return new_page()


@pytest.fixture
def sign_in(live_site: Site) -> Callable[[Page, Any], None]:
    """Sign a user in without the form: sign_in(page, user)."""

    def signed_in(page: Page, user: Any) -> None:
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_site.url}])

    return signed_in


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """What is not accessible on a page: `assert axe(page) == []`."""
    return browsing.accessibility_faults


@pytest.fixture
def screenshot() -> Callable[..., Path]:
    """Keep a picture: screenshot(page, "home-320")."""
    return browsing.screenshot


@pytest.fixture
def on_postgresql() -> bool:
    """Whether this run works on PostgreSQL (each suite runs on both)."""
    return connection.vendor == "postgresql"
