"""What every page's frame shows."""

from django.conf import settings
from django.http import HttpRequest

from ocop_workflow.domain import clock

HOME = "/"
SECTIONS = ("/san-pham/", "/chu-the/", "/tin-tuc/", "/tim-kiem/", "/xac-thuc/")


def site_frame(request: HttpRequest) -> dict[str, object]:
    """Return whether this is the demo, which day its clock shows, where the site stands and where in it the page."""
    return {
        "demo": settings.OCOP_DEMO,
        "today": clock.today(),
        "site_name": settings.WAGTAIL_SITE_NAME,
        "base_url": settings.OCOP_BASE_URL,
        "site_section": section_of(request.path),
    }


def section_of(path: str) -> str:
    """Return which of the sections in the main navigation a page belongs to, by their addresses; "" if to none."""
    return HOME if path == HOME else next((section for section in SECTIONS if path.startswith(section)), "")
