FROM python:3.11-slim-bookworm AS build
WORKDIR /portal
COPY requirements.lock ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock

FROM python:3.11-slim-bookworm
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /portal --shell /usr/sbin/nologin portal
WORKDIR /portal
COPY --from=build /venv /venv
COPY . .
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 DATA_DIR=/data STATIC_ROOT=/portal/staticfiles
RUN SECRET_KEY=only-while-the-image-is-built-0123456789-only-while-it-is python manage.py collectstatic --noinput -v 0 \
    && mkdir -p /data && chown -R portal /data
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://localhost:8000/ready', timeout=4)"]
CMD ["python", "-m", "network_portal.lib.web", "network_portal.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--proxied"]
