"""Addresses that belong to the site as a whole."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils._os import safe_join
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ocop_workflow.models.append_only import missing_triggers

SHOWN_INLINE = {".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".pdf"}


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """What the site depends on answers; 503 names what does not."""
    states = {"database": "ok", "triggers": "ok"}
    try:
        states["triggers"] = ", ".join(missing_triggers()) or "ok"
    except DatabaseError:
        connection.close()
        states["database"] = "unreachable"
    ready = set(states.values()) == {"ok"}
    return JsonResponse({"status": "ok" if ready else "not ready", **states}, status=200 if ready else 503)


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse:
    """Serve public media in the embedded mode; in production the proxy does."""
    try:
        full = Path(safe_join(settings.MEDIA_ROOT, path))
    except (SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    if not full.is_file() or not default_storage.exists(path):
        raise Http404
    response = FileResponse(full.open("rb"), as_attachment=full.suffix.lower() not in SHOWN_INLINE)
    response["Cache-Control"] = "public, max-age=86400"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
