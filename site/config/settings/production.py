"""Production: PostgreSQL, TLS in front, no demo. Refuses to start when something vital is missing."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403 -- Django's way of layering settings
from config.settings.base import env
from config.settings.refusals import wrong_elasticsearch

WEAK_SECRETS = {"embedded-demo-only", "only-for-tests", "changeme", "secret"}
SHORTEST_SECRET = 50

if not env.secret_key:
    raise ImproperlyConfigured("OCOP_SECRET_KEY is missing: set it to a random text of at least 50 characters.")
if len(env.secret_key) < SHORTEST_SECRET or env.secret_key in WEAK_SECRETS or len(set(env.secret_key)) < 5:  # noqa: PLR2004
    raise ImproperlyConfigured("OCOP_SECRET_KEY is weak: set it to a random text of at least 50 characters.")
if env.demo or env.clock:
    raise ImproperlyConfigured("OCOP_DEMO and OCOP_CLOCK are for demonstrations; production refuses them.")
if not env.hosts:
    raise ImproperlyConfigured("OCOP_HOSTS is missing: set it to the site's host names, separated by commas.")
if not env.database_url.startswith(("postgres://", "postgresql://")):
    raise ImproperlyConfigured("DATABASE_URL is missing: set it to a postgresql:// address.")
if env.elasticsearch_nodes and (faults := list(wrong_elasticsearch(env))):
    raise ImproperlyConfigured(" ".join(faults))

CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in env.hosts]
# TLS ends at the proxy in front: it is there, and it says whom it heard from.
OCOP_PROXIES = env.proxies or 1
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
