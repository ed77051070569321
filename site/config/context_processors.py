"""What every page's frame shows."""

from django.conf import settings
from django.http import HttpRequest

from ocop_workflow.domain import clock


def site_frame(request: HttpRequest) -> dict[str, object]:
    """Return whether this is the demo, which day its clock shows, and where the site stands."""
    return {
        "demo": settings.OCOP_DEMO,
        "today": clock.today(),
        "site_name": settings.WAGTAIL_SITE_NAME,
        "base_url": settings.OCOP_BASE_URL,
    }
