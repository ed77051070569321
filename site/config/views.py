"""Addresses that belong to the site as a whole."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.db import DatabaseError, connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils._os import safe_join
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ocop_workflow.models.append_only import missing_triggers
from search.index.health import DEGRADED, health

SHOWN_INLINE = {".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"}
# What pages show. Originals keep the place a photo was taken at; documents have a view that asks for rights.
PUBLIC_FOLDER = "images"
CLOSED_TO_ROBOTS = ("/quan-tri/", "/api/", "/tim-kiem/goi-y/")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """What the site depends on answers; 503 names what does not. A degraded search leaves the site ready."""
    states = {"database": "ok", "triggers": "ok", "search": "unknown"}
    try:
        states["triggers"] = ", ".join(missing_triggers()) or "ok"
        states["search"] = str(health())
    except DatabaseError:
        connection.close()
        states |= {"database": "unreachable", "triggers": "unknown"}
    ready = states["database"] == states["triggers"] == "ok"
    degraded = states["search"].startswith(DEGRADED)
    status = ("degraded" if degraded else "ok") if ready else "not ready"
    return JsonResponse({"status": status, **states}, status=200 if ready else 503)


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the pictures of public pages, and staff what they uploaded."""
    full = media_file(path)
    if full is None or not (is_public(full) or request.user.has_perm("wagtailadmin.access_admin")):
        raise Http404
    response = FileResponse(full.open("rb"), as_attachment=full.suffix.lower() not in SHOWN_INLINE)
    response["Cache-Control"] = "public, max-age=86400" if is_public(full) else "private, no-cache"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def media_file(path: str) -> Path | None:
    """Return the file under public media that a path names; None when it leads elsewhere or to no file."""
    try:
        full = Path(safe_join(settings.MEDIA_ROOT, path))
        return full if full.is_file() else None
    except (SuspiciousFileOperation, ValueError, OSError):
        return None


def is_public(file: Path) -> bool:
    return file.is_relative_to(Path(settings.MEDIA_ROOT).absolute() / PUBLIC_FOLDER)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read; of a demonstration nothing, for its data are invented."""
    closed = ("/",) if settings.OCOP_DEMO else CLOSED_TO_ROBOTS
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        f"Sitemap: {settings.OCOP_BASE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
