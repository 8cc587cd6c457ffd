#!/bin/sh
# The native libraries that drawing PDF needs; with "test" also what the tests start. Installs only as root.
set -u
missing=""
has_library() { ldconfig -p 2>/dev/null | grep -q "$1" || ls /usr/lib*/*/"$1"* >/dev/null 2>&1; }
has_library libpango-1.0.so || missing="$missing libpango-1.0-0"
has_library libpangoft2-1.0.so || missing="$missing libpangoft2-1.0-0"
has_library libharfbuzz-subset.so || missing="$missing libharfbuzz-subset0"
if [ "${1:-}" = test ]; then
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || missing="$missing postgresql"
  command -v redis-server >/dev/null 2>&1 || missing="$missing redis-server"
  command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
  command -v pdftotext >/dev/null 2>&1 || missing="$missing poppler-utils"
  command -v msgen >/dev/null 2>&1 || missing="$missing gettext"
  command -v git >/dev/null 2>&1 || missing="$missing git"
  command -v nginx >/dev/null 2>&1 || [ -x /usr/sbin/nginx ] || missing="$missing nginx-light"
fi
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing:$missing"
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086
  apt-get update -qq >/dev/null 2>&1 && apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1 && exit 0
fi
echo "Missing system packages:$missing" >&2
[ "${1:-}" = test ] && exit 1
echo "The portal runs without them, but no PDF can be made; the pages say so." >&2
exit 0
