#!/bin/sh
# The demonstration: environment, libraries, database, story, then web, worker and clock until Ctrl-C.
set -eu
cd "$(dirname "$0")/.."
export DEMO="${DEMO:-on}" PORT="${PORT:-8000}"
DATA_DIR=${DATA_DIR:-$PWD/data}
case $DATA_DIR in /*) ;; *) DATA_DIR=$PWD/$DATA_DIR ;; esac
export DATA_DIR
mkdir -p "$DATA_DIR"
python=.venv/bin/python
collected=$DATA_DIR/static/staticfiles.json
[ -f "$collected" ] && [ -z "$(find static -newer "$collected" -print -quit)" ] || $python manage.py collectstatic --noinput -v 0
$python manage.py install_portal
$python manage.py demo
exec $python manage.py runportal
