"""What WeasyPrint may reach, and that the machine it runs on leaves no trace in a paper."""

import socket
import threading
from pathlib import Path

import pytest

from ocop_workflow.papers.text import FONTS

HERE = Path(__file__).resolve().parent
PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACw="


@pytest.fixture(scope="module")
def engine():
    from ocop_workflow.papers import engine  # noqa: PLC0415 -- WeasyPrint takes more than a second to import

    return engine


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "_paper.css").write_text("")
    (tmp_path / "sheet.css").write_text("")
    return tmp_path


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/x.png",
        "https://ocop.example/x.png",
        "ftp://ocop.example/x.png",
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        f"file://localhost{FONTS}/OFL.txt",
        f"{FONTS.as_uri()}/../text.py",
        f"{FONTS.as_uri()}/%2e%2e/text.py",
        f"{FONTS.as_uri()}2/OFL.txt",
        "javascript:alert(1)",
        "",
    ],
)
def test_own_files_refuses_everything_else(engine, address):
    with pytest.raises(ValueError, match="Papers use no files but their own"):
        engine.OwnFiles(FONTS).fetch(address)


def test_own_files_refuses_a_link_that_leads_out(engine, tmp_path):
    (tmp_path / "inside.txt").symlink_to("/etc/passwd")

    with pytest.raises(ValueError, match="Papers use no files but their own"):
        engine.OwnFiles(tmp_path).fetch((tmp_path / "inside.txt").as_uri())


def test_own_files_gives_out_its_own_and_data(engine):
    files = engine.OwnFiles(FONTS)

    assert files.fetch((FONTS / "OFL.txt").as_uri()).read() == (FONTS / "OFL.txt").read_bytes()
    assert files.fetch("data:text/plain,tr%C3%A0").read() == "trà".encode()


@pytest.mark.parametrize(
    "html",
    [
        '<img src="{canary}">',
        '<p style="background: url({canary})">trà</p>',
        '<link rel="stylesheet" href="{canary}">',
        "<style>@import url({canary});</style>",
        '<object data="{canary}"></object>',
    ],
)
def test_layout_asks_nobody_on_the_network(engine, folder, html):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        canary = f"http://127.0.0.1:{server.getsockname()[1]}/x"

        with pytest.raises(ValueError, match="Error fetching"):
            engine.to_pdf(engine.layout(html.format(canary=canary), folder=folder, sheet="sheet.css"))
        with pytest.raises(TimeoutError):
            server.accept()


def test_layout_takes_pictures_of_the_folder_and_of_data_addresses(engine, folder):
    (folder / "own.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')

    document = engine.layout(f'<img src="own.svg"><img src="{PIXEL}">', folder=folder, sheet="sheet.css")

    assert len(document.pages) == 1


def test_fonts_of_the_machine_are_hidden(engine):
    from weasyprint.text.ffi import fontconfig  # noqa: PLC0415 -- slow import

    machine_fonts = fontconfig.FcConfigGetFonts(engine._fonts()._config, fontconfig.FcSetSystem)

    assert machine_fonts.nfont == 0


def test_making_the_fonts_leaves_the_environment_as_it_was(engine, monkeypatch):
    monkeypatch.setenv("FONTCONFIG_FILE", str(HERE))

    with engine._hidden_machine_fonts():
        inside = engine.os.environ["FONTCONFIG_FILE"]

    assert (inside, engine.os.environ["FONTCONFIG_FILE"]) == (str(FONTS / "fonts.conf"), str(HERE))


def test_threads_print_the_same(engine, folder):
    printed: set[bytes] = set()

    def work() -> None:
        for _ in range(3):
            printed.add(engine.to_pdf(engine.layout("<p>Trà cổ thụ</p>", folder=folder, sheet="sheet.css")))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(printed) == 1
