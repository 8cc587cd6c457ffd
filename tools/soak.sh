#!/bin/bash
# The long runs: every test on PostgreSQL, and every page and journey at every width, of which the check draws a share;
# 50,000 mutated requests, the races again and again, lost text, crashes of the database, properties and walks with other
# cases than the check's, and changes of every guard and policy that a test should notice.
set -u
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
unset DATABASE_URL DATABASE_OWNER_URL CELERY_BROKER_URL CACHE_URL DEMO DATA_DIR BASE_URL 2>/dev/null
work=$(mktemp -d "${TMPDIR:-/tmp}/portal-soak.XXXXXX")
trap 'tools/services.sh stop "$work" >/dev/null 2>&1; rm -rf "$work"' EXIT INT TERM
tools/services.sh start "$work" || { echo "PostgreSQL or Redis did not start" >&2; exit 1; }
. "$work/env"
failed=0
DATABASE_URL=$TEST_DATABASE_URL pytest -q -n 2 -m "not postgres and not slow and not matrix and not processes and not browser" || failed=1
DATABASE_URL=$TEST_DATABASE_URL pytest -q -n 2 -m matrix || failed=1
pytest -q -n 2 -m browser || failed=1
FUZZ_REQUESTS=${FUZZ_REQUESTS:-50000} DATABASE_URL=$TEST_DATABASE_URL pytest -s tests/soak || failed=1
for turn in $(seq "${RACE_TURNS:-20}"); do
  echo "== races, turn $turn"
  DATABASE_URL=$TEST_DATABASE_URL pytest -q tests/races || failed=1
done
LOST_TEXT_TURNS=${LOST_TEXT_TURNS:-200} pytest -s -q tests/journeys/test_nothing_is_lost.py || failed=1
PROPERTIES=soak pytest -q tests/lib tests/records/test_story_days.py tests/workplans/test_figures.py tests/members/test_one_at_a_time.py || failed=1
PROPERTIES=soak WALKS=${WALKS:-300} WALK_STEPS=60 pytest -q tests/decisions/test_life_of_a_decision.py || failed=1
OUTAGES=${OUTAGES:-20} pytest -s -q -m processes || failed=1
# Survivors are changes that no test noticed: each is a question to the tests, and fails nothing here. The tool has an
# environment of its own, because it brings what renames processes.
.venv/bin/python -m venv "$work/venv" && "$work/venv/bin/pip" install -q --require-hashes -r requirements-soak.lock
export PATH="$work/venv/bin:$PATH"
STORY_SNAPSHOT="$work/story" mutmut run --max-children 2 >"$work/mutants.log" 2>&1 || tail -c 2000 "$work/mutants.log"
mutmut results | grep -E "survived|no tests|timeout"
mutmut results --all true | sed -n 's/.*: //p' | sort | uniq -c
exit $failed
