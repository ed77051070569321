"""The plugin without pages and search: proof that ocop_workflow stands on its own feet."""

from config.settings.test import *  # noqa: F403 -- Django's way of layering settings
from config.settings.test import INSTALLED_APPS as ALL_APPS
from config.settings.test import MIDDLEWARE as ALL_MIDDLEWARE

INSTALLED_APPS = [app for app in ALL_APPS if app not in {"cms", "search", "config"}]
MIDDLEWARE = [path for path in ALL_MIDDLEWARE if not path.startswith("search.")]
ROOT_URLCONF = "config.plugin_urls"
