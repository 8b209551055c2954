# A real PostgreSQL for a scenario; needs lab.sh. The login is zhiban_watch for Zhiban, app for the application, no passwords.

pg_bin() {
  ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1
}

# As root PostgreSQL refuses to run: then it is the user postgres, who must be able to reach the folder.
as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then echo setpriv --reuid=postgres --regid=postgres --clear-groups; fi
}

# pg_up PORT [SETTING=VALUE…]: a fresh cluster with the database shop.
pg_up() {
  pg_port=$1
  shift
  cluster="$LAB_DIR/pg-$pg_port"
  mkdir -p "$cluster"
  chmod 711 "$LAB_DIR"
  if [ "$(id -u)" -eq 0 ]; then chown postgres "$cluster"; fi
  $(as_postgres) "$(pg_bin)/initdb" -D "$cluster/data" -U admin -A trust --no-sync >/dev/null || return 1
  {
    echo "listen_addresses = '127.0.0.1'"
    echo "port = $pg_port"
    echo "unix_socket_directories = '$cluster'"
    echo 'fsync = off'
    echo 'shared_buffers = 16MB'
    echo 'max_connections = 40'
    echo 'log_lock_waits = on'
    for setting in "$@"; do echo "$setting"; done
  } >>"$cluster/data/postgresql.conf"
  pg_start "$pg_port"
  p "$pg_port" -d postgres -c 'create database shop' \
    -c 'create role app login' -c 'create role cron login' -c 'create role zhiban_watch login superuser' >/dev/null
}

pg_start() {
  background "pg-$1" $(as_postgres) "$(pg_bin)/postgres" -D "$LAB_DIR/pg-$1/data"
  wait_for 60 pg_answers "$1"
}

pg_answers() {
  "$(pg_bin)/pg_isready" -q -h 127.0.0.1 -p "$1"
}

# p PORT [psql option…]: as the administrator, on the database shop.
p() {
  psql_port=$1
  shift
  PGOPTIONS='' "$(pg_bin)/psql" -X -q -t -A -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$psql_port" -U admin -d shop "$@"
}

# ask STATEMENT: one answer of the first server.
ask() {
  p "$LAB_PORT_1" -c "$1"
}

# session NAME LOGIN STATEMENT…: a session that stays open after its last statement.
session() {
  session_name=$1
  login=$2
  shift 2
  {
    for statement in "$@"; do echo "$statement"; done
  } >"$LAB_DIR/$session_name.sql"
  background "$session_name" sh -c "(cat '$LAB_DIR/$session_name.sql'; sleep 3600) | PGAPPNAME='$session_name' '$(pg_bin)/psql' -X -q -h 127.0.0.1 -p '$LAB_PORT_1' -U '$login' -d shop"
}

# waiting STATEMENT: until it answers t.
waiting() {
  wait_for 30 sh -c "[ \"\$('$(pg_bin)/psql' -X -q -t -A -h 127.0.0.1 -p '$LAB_PORT_1' -U admin -d shop -c \"$1\")\" = t ]"
}
