"""The site's fixed pages, made once."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Locale, Page, Site

from cms.models import HomePage, NewsIndexPage, ProducerIndexPage, ProductIndexPage

INDEXES = (
    (NewsIndexPage, "tin-tuc", "Tin tức"),
    (ProductIndexPage, "san-pham", "Sản phẩm OCOP"),
    (ProducerIndexPage, "chu-the", "Chủ thể OCOP"),
)


def ensure_tree(site_name: str = settings.WAGTAIL_SITE_NAME) -> HomePage:
    """Make the home page and the indexes that the addresses rest on, where they are missing; return the home page."""
    home = HomePage.objects.first() or _home(site_name)
    for model, slug, title in INDEXES:
        if not model.objects.exists():
            home.add_child(instance=model(title=title, slug=slug, show_in_menus=True))
            home.refresh_from_db()
    return home


def _home(site_name: str) -> HomePage:
    """Make the home page in the place of the welcome page that Wagtail brings."""
    root = Page.objects.get(depth=1)
    welcome = Page.objects.filter(depth=2, content_type=ContentType.objects.get_for_model(Page))
    home = root.add_child(instance=HomePage(title=site_name, slug="trang-chu", locale=Locale.get_default()))
    address = urlsplit(settings.OCOP_BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    defaults = {"root_page": home, "site_name": site_name, "hostname": address.hostname or "localhost", "port": port}
    Site.objects.update_or_create(is_default_site=True, defaults=defaults)
    for page in welcome:
        page.delete()
    return home
