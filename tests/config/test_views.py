"""The site's own addresses: health, public media; and the pages that say what went wrong, in Vietnamese."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError, connection
from django.test import Client, RequestFactory
from django.views import defaults

from accounts.models import User


def words(html: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html.decode())).strip()


def test_health_answers_without_a_database(client: Client):
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_ready_when_database_and_triggers_are_there(client: Client, db: None):
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (
        200,
        {"status": "ok", "database": "ok", "triggers": "ok", "search": "embedded"},
    )
    assert "no-store" in response["Cache-Control"]


def test_ready_though_the_search_server_is_stopped(client: Client, db: None, settings):
    settings.ELASTICSEARCH_NODES = ("http://127.0.0.1:9",)

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (
        200,
        {"status": "degraded", "database": "ok", "triggers": "ok", "search": "degraded: unbuilt"},
    )


def test_not_ready_names_the_missing_trigger(client: Client, db: None):
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON ocop_workflow_event"
        cursor.execute(f"DROP TRIGGER {first_trigger(cursor)}{on}")

    response = client.get("/readyz")

    assert (response.status_code, response.json()["status"], response.json()["database"]) == (503, "not ready", "ok")
    assert "ocop_workflow_event" in response.json()["triggers"]


def first_trigger(cursor) -> str:
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ocop_workflow_event'")
    else:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'ocop_workflow_event'::regclass AND NOT tgisinternal"
        )
    return cursor.fetchone()[0]


def test_not_ready_when_the_database_does_not_answer(client: Client, db: None):
    def refuse(*_args: object) -> None:
        raise DatabaseError

    with connection.execute_wrapper(refuse):
        response = client.get("/readyz")

    assert (response.status_code, response.json()) == (
        503,
        {"status": "not ready", "database": "unreachable", "triggers": "unknown", "search": "unknown"},
    )


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    """Public media with a rendition, an original and a document, and a secret beside the folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    for name, content in {
        "images/a.webp": b"RIFF",
        "images/b.svg": b"<svg/>",
        "images/c.html": b"<script>",
        "original_images/a.jpg": b"JPEG",
        "documents/a.pdf": b"%PDF",
    }.items():
        path = settings.MEDIA_ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (tmp_path / "secret.txt").write_text("secret")
    return settings.MEDIA_ROOT


def test_picture_of_a_page_is_served(client: Client, folder: Path):
    response = client.get("/media/images/a.webp")

    assert (response.status_code, b"".join(response.streaming_content)) == (200, b"RIFF")
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, max-age=86400"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["b.svg", "c.html"])
def test_what_could_run_is_only_handed_over(client: Client, folder: Path, name: str):
    response = client.get(f"/media/images/{name}")

    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("name", ["original_images/a.jpg", "documents/a.pdf"])
def test_originals_and_documents_are_for_staff(client: Client, folder: Path, name: str, db: None):
    staff = Client()
    staff.force_login(User.objects.create_superuser("quantri"))

    assert client.get(f"/media/{name}").status_code == 404
    response = staff.get(f"/media/{name}")
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-cache")


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt",
        "..%2fsecret.txt",
        "images/../../secret.txt",
        "images/..%2f..%2fsecret.txt",
        "%2e%2e/secret.txt",
        "images/",
        "images",
        "images/none.webp",
        "images/a.webp%00.txt",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "x" * 300,
    ],
)
def test_nothing_outside_the_folder_is_served(client: Client, folder: Path, path: str, db: None):
    assert client.get(f"/media/{path}").status_code == 404


def test_media_is_only_read(client: Client, folder: Path):
    assert client.post("/media/images/a.webp").status_code == 405


ERRORS = {
    400: (lambda request: defaults.bad_request(request, SuspiciousOperation()), "Không đọc được yêu cầu"),
    403: (lambda request: defaults.permission_denied(request, PermissionDenied()), "Bạn chưa có quyền xem trang này"),
    404: (lambda request: defaults.page_not_found(request, LookupError()), "Không có trang này ở đây"),
    500: (defaults.server_error, "Trang đang gặp lỗi"),
}


@pytest.mark.parametrize("code", ERRORS)
def test_error_page_says_in_vietnamese_what_happened(code: int, db: None):
    view, heading = ERRORS[code]

    response = view(RequestFactory().get("/"))

    html = response.content.decode()
    assert response.status_code == code
    assert re.findall(r"<h1>([^<]+)</h1>", html) == [heading]
    assert '<html lang="vi">' in html
    assert "<script" not in html


def test_unknown_address_gets_the_page_not_found(client: Client, db: None):
    response = client.get("/khong-co/")

    assert response.status_code == 404
    assert "Không có trang này ở đây" in words(response.content)


def test_host_of_another_gets_a_refusal(client: Client, settings, db: None):
    settings.ALLOWED_HOSTS = ["ocop.example"]

    response = client.get("/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert "Không đọc được yêu cầu" in words(response.content)
    assert "evil.example" not in response.content.decode()


def test_form_without_its_token_says_so(db: None):
    response = Client(enforce_csrf_checks=True).post("/quan-tri/login/", {"username": "a", "password": "b"})

    assert response.status_code == 403
    assert "Biểu mẫu đã quá hạn Chưa có gì được gửi đi." in words(response.content)


def test_fault_of_ours_shows_nothing_of_the_inside(client: Client, db: None):
    client.raise_request_exception = False

    def refuse(*_args: object) -> None:
        raise DatabaseError("SELECT secret")

    with connection.execute_wrapper(refuse):
        response = client.get("/")

    assert response.status_code == 500
    assert "Lỗi từ phía chúng tôi và đã được ghi lại." in words(response.content)
    assert "SELECT" not in response.content.decode()
