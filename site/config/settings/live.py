"""What tests start as a real process: the test settings, but files lie where the environment says, for all processes
of the site alike, and static files are compressed as in production, so that a browser transfers what citizens' do."""

from config.settings.base import STORAGES as PRODUCTION_STORAGES
from config.settings.base import env
from config.settings.test import *  # noqa: F403 -- Django's way of layering settings

DATA_DIR = env.data_dir
MEDIA_ROOT = DATA_DIR / "media"
OCOP_ANCHOR_DIR = DATA_DIR / "anchors"
OCOP_CLOCK = env.clock
OCOP_LIMITS = env.limits
OCOP_LIMITS_FILE = DATA_DIR / "limits.sqlite3"
ELASTICSEARCH_NODES = env.elasticsearch_nodes
STORAGES = PRODUCTION_STORAGES
WHITENOISE_AUTOREFRESH = False
