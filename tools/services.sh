#!/bin/bash
# A private PostgreSQL and Redis on free ports, for the tests and the bench.
# services.sh start|stop|restart-database|pause-redis|stop-redis|start-redis FOLDER
# services.sh copy FOLDER FROM TO: the whole database at one address into the empty one at another
set -u
action=$1; folder=$2
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
as_postgres() { if [ "$(id -u)" = 0 ]; then su postgres -s /bin/bash -c "$1"; else bash -c "$1"; fi; }
start_redis() { redis-server --port "$1" --bind 127.0.0.1 --save '' --appendonly no --daemonize yes --dir "$folder" --pidfile "$folder/redis.pid" >/dev/null; }
case $action in
  stop)
    [ -d "$folder/pg" ] && as_postgres "$bin/pg_ctl -D $folder/pg -m immediate stop"
    [ -f "$folder/redis.pid" ] && kill "$(cat "$folder/redis.pid")" 2>/dev/null
    exit 0 ;;
  restart-database) # as after a crash: nobody is asked to finish; -o is read again from postmaster.opts
    as_postgres "$bin/pg_ctl -D $folder/pg -w -m immediate -l $folder/pg/log restart >/dev/null"; exit ;;
  pause-redis) kill -STOP "$(cat "$folder/redis.pid")"; exit ;;
  stop-redis) kill -KILL "$(cat "$folder/redis.pid")" 2>/dev/null; exit 0 ;;
  copy) set -o pipefail; "$bin/pg_dump" --dbname "$3" | "$bin/psql" -q -v ON_ERROR_STOP=1 --dbname "$4"; exit ;;
  start-redis) start_redis "$(cat "$folder/redis.port")"; exit ;;
esac
mkdir -p "$folder"; chmod 755 "$folder"
pg=$(port); redis=$(port)
[ "$(id -u)" = 0 ] && { mkdir -p "$folder/pg" "$folder/sock"; chown postgres "$folder/pg" "$folder/sock"; } || mkdir -p "$folder/sock"
as_postgres "$bin/initdb -D $folder/pg -A trust -U owner -E UTF8 --locale=C.UTF-8 >/dev/null" || exit 1
as_postgres "$bin/pg_ctl -D $folder/pg -w -l $folder/pg/log -o '-p $pg -k $folder/sock -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200' start >/dev/null" || exit 1
"$bin/psql" -q -h 127.0.0.1 -p "$pg" -U owner -d postgres -c "CREATE ROLE portal LOGIN" -c "CREATE DATABASE portal OWNER owner" -c "REVOKE CREATE ON SCHEMA public FROM PUBLIC" || exit 1
echo "$redis" > "$folder/redis.port"
start_redis "$redis" || exit 1
cat > "$folder/env" <<END
export TEST_DATABASE_URL=postgres://owner@127.0.0.1:$pg/portal
export SERVICES_OWNER_URL=postgres://owner@127.0.0.1:$pg
export SERVICES_PORTAL_URL=postgres://portal@127.0.0.1:$pg
export SERVICES_REDIS_URL=redis://127.0.0.1:$redis
END
