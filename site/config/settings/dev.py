"""What `make run` starts: embedded database, demo accounts, the demo's clock. DEBUG stays off."""

from config.settings.base import *  # noqa: F403 -- Django's way of layering settings
from config.settings.base import env

SECRET_KEY = env.secret_key or "embedded-demo-only"
ALLOWED_HOSTS = [*env.hosts, "localhost", "127.0.0.1", "[::1]"]
AUTH_PASSWORD_VALIDATORS = []
