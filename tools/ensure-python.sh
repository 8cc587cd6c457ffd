#!/bin/sh
# Make the project's own environment from the lock file, with nothing but a Python 3.11 to 3.13.
# usage: ensure-python.sh requirements.lock
set -eu
lock=$1
here=$(cd "$(dirname "$0")/.." && pwd)
cd "$here"
stamp=".venv/.$(basename "$lock").$(cksum < "$lock" | cut -d' ' -f1)"
[ -f "$stamp" ] && exit 0
if [ ! -x .venv/bin/python ]; then
  python=""
  for name in ${PYTHON:-} python3.11 python3.12 python3.13 python3; do
    if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
      python=$name
      break
    fi
  done
  [ -n "$python" ] || { echo "The portal needs Python 3.11, 3.12 or 3.13; none was found." >&2; exit 1; }
  "$python" -m venv .venv 2>/dev/null || { echo "Python lacks the venv module: on Debian install python3-venv." >&2; exit 1; }
fi
[ -x .venv/bin/pip ] || .venv/bin/python -m ensurepip >/dev/null
.venv/bin/python -m pip install -q --disable-pip-version-check --no-input --require-hashes -r "$lock"
touch "$stamp"
