# The site as an image: `build` has the tools, the image that runs has only what running needs.
ARG PYTHON=python:3.11.13-slim-bookworm

FROM ${PYTHON} AS build
ENV PATH=/opt/venv/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements.txt ./
RUN python -m venv /opt/venv && pip install --require-hashes -r requirements.txt
COPY . .
RUN python site/dev/messages.py compile
# Collecting reads no secret and no database; the values only satisfy the production settings.
RUN OCOP_SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    OCOP_HOSTS=localhost DATABASE_URL=postgresql://localhost/ocop \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    python site/manage.py collectstatic --noinput --verbosity 0

FROM ${PYTHON}
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --home-dir /data ocop
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONPATH=/app/site:/app \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    OCOP_DATA_DIR=/data
WORKDIR /app
USER ocop
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "site/deploy/healthcheck.py", "8000"]
CMD ["gunicorn", "config.wsgi", "--config", "site/deploy/gunicorn.conf.py", "--bind", "0.0.0.0:8000", "--workers", "3"]
