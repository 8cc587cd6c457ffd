#!/bin/bash
# The whole check. It starts its own PostgreSQL and Redis and ends with one line of counts.
set -u
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
unset DATABASE_URL DATABASE_OWNER_URL CELERY_BROKER_URL CACHE_URL DEMO DATA_DIR BASE_URL 2>/dev/null
work=$(mktemp -d "${TMPDIR:-/tmp}/portal-check.XXXXXX")
failed_steps=""
cleanup() { tools/services.sh stop "$work" >/dev/null 2>&1; rm -rf "$work"; }
trap cleanup EXIT
trap 'exit 143' INT TERM
step() {
  local name=$1; shift
  echo "== $name"
  "$@" || failed_steps="$failed_steps $name;"
}
export SECRET_KEY=only-for-the-check-0123456789-only-for-the-check-0123456789
mypy >"$work/types" 2>&1 & types=$! # beside the steps that follow
step "lint" ruff check .
step "format" ruff format --check -q .
step "import contracts" lint-imports --no-cache
step "migrations" env DATA_DIR="$work/data" python manage.py makemigrations --check --dry-run
step "system checks, as deployed" env DATA_DIR="$work/data" BASE_URL=https://portal.example.org python manage.py check --deploy --fail-level WARNING
step "messages" env DATA_DIR="$work/data" tools/messages.sh check
step "drawings" env DATA_DIR="$work/data" python manage.py draw_docs --check
step "compose file" check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
step "Dockerfile" hadolint Dockerfile
step "types" eval 'wait $types; code=$?; cat "$work/types"; [ $code = 0 ]'
tools/services.sh start "$work" || { echo "PostgreSQL or Redis did not start" >&2; exit 1; }
. "$work/env"
export STORY_SNAPSHOT="$work/story" # told once for each kind of database, not once a process
# The story for both databases at once: a processor each.
mkdir "$work/tmp"
TMPDIR="$work/tmp" DATABASE_URL=$TEST_DATABASE_URL python -m tests.snapshots >"$work/told" 2>&1 & told=$!
step "story on SQLite" python -m tests.snapshots
step "story on PostgreSQL" eval 'wait $told; code=$?; cat "$work/told"; [ $code = 0 ]'
report() { sed -n 's/^\(=\+ \)\?\(.*\(passed\|failed\|error\).* in .*\)$/\2/p' "$1" | tail -1; }
run_tests() {
  local name=$1; shift
  echo "== tests: $name"
  pytest -p no:cacheprovider "$@" 2>&1 | tee "$work/$name.log"
  [ "${PIPESTATUS[0]}" = 0 ] || failed_steps="$failed_steps tests on $name;"
}
# Of what is alike, the check asks a share that the commit draws; `make soak` asks all of it. See tests/sampling.py.
export SAMPLE_SEED=${SAMPLE_SEED:-$(git rev-parse --short=12 HEAD 2>/dev/null || echo none)}
echo "SAMPLE_SEED=$SAMPLE_SEED"
everything="not postgres and not processes and not browser and not matrix and not slow"
# Branches are measured where rules and changes are tested: measuring makes every test two thirds slower. What takes long and
# enters no branch that others leave out is run without.
long="tests/decisions/test_life_of_a_decision.py tests/decisions/test_seal.py tests/members/test_signing_in.py tests/members/test_safe_accounts.py"
branches="tests/records/test_pdf.py tests/records/test_faults.py tests/records/test_scripts.py tests/records/test_nothing_is_lost.py"
measured="tests/decisions tests/meetings tests/members tests/workplans tests/task_teams tests/lib $branches"
run_tests sqlite -n 2 -m "$everything" $measured ${long//tests/--ignore=tests} --cov --cov-report=
others=$(ls -d tests/*/ | grep -vE "/(decisions|meetings|members|workplans|task_teams|lib|journeys)/")
run_tests sqlite-2 -n 2 -m "$everything" $others $long ${branches//tests/--ignore=tests}
# Rules and changes are taken in every branch: 95 per cent at least, each app of its own.
for app in decisions meetings members workplans task_teams; do
  step "branches of $app" coverage report --fail-under=95 --show-missing --skip-covered --include="$app/*services/*,$app/services.py,$app/guards.py,$app/guards/*,$app/policies.py,$app/figures.py,$app/workflow.py"
done
step "branches of the framework" coverage report --fail-under=95 --show-missing --skip-covered --include="network_portal/lib/*,network_portal/records/workflow/*"
run_tests matrix -n 2 -m "matrix"
DATABASE_URL=$TEST_DATABASE_URL run_tests postgresql -n 2 --sample 8 -m "$everything and not alike"
# The races commit what they make: they have databases of their own.
DATABASE_URL=$TEST_DATABASE_URL run_tests races -n 2 -m "postgres"
# Processes mostly wait: they run beside the browser.
(pytest -p no:cacheprovider --sample 5 -m processes >"$work/processes.log" 2>&1; echo $? >"$work/processes.code") &
run_tests browser -n 2 --sample 5 -m browser
wait
echo "== tests: processes"
cat "$work/processes.log"
[ "$(cat "$work/processes.code")" = 0 ] || failed_steps="$failed_steps tests on processes;"
count() { cat "$work"/*.log | grep -oE "[0-9]+ $1" | awk '{n+=$1} END {print n+0}'; }
failed=$(( $(count failed) + $(count error) ))
steps=$(printf '%s' "$failed_steps" | tr -cd ';' | wc -c)
[ -n "$failed_steps" ] && echo "not green:$failed_steps"
[ "$failed" = 0 ] && [ "$steps" != 0 ] && failed=$steps
echo "$(count passed) passed, $failed failed, $(count skipped) skipped"
[ "$failed" = 0 ]
