"""Settings of the test suite: quick passwords, throw-away folders, tasks kept in the database."""

import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403 -- Django's way of layering settings
from config.settings.base import DATABASES, LOGGING, STORAGES, env

SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
AUTH_PASSWORD_VALIDATORS = []
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Gone with the process.
FOLDER = tempfile.TemporaryDirectory(prefix="ocop-test-")
DATA_DIR = Path(FOLDER.name)
MEDIA_ROOT = DATA_DIR / "media"
OCOP_ANCHOR_DIR = DATA_DIR / "anchors"
ELASTICSEARCH_NODES = ()  # who tests with a server asks for the fixture `elasticsearch`
OCOP_DEMO = True
OCOP_CLOCK = ""
# Migrations make pages, and say so in the midst of what tests and benchmarks print.
LOGGING = LOGGING | {"loggers": {"elastic_transport": {"level": "ERROR"}, "wagtail": {"level": "WARNING"}}}
OCOP_LIMITS = {}  # tests and benchmarks ask as often as they like
STORAGES = {
    **STORAGES,
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_DIR / "private"), "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {
        "NAME": str(Path(tempfile.gettempdir()) / f"ocop-test{env.test_database_suffix}.sqlite3")
    }
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_ocop{env.test_database_suffix}"}
