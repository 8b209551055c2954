# A real MariaDB for a scenario; needs lab.sh. The login is zhiban_watch for Zhiban, app and cron for applications, no passwords.

# Made once on a machine: it takes seconds to make and a blink to copy.
mariadb_fresh() {
  cache="$LAB_LIB/../../../node_modules/.cache"
  fresh="$cache/lab-mariadb-$(mariadbd --version | grep -o 'Ver [^ ]*' | tr -c 'A-Za-z0-9.\n' '_')"
  if [ ! -d "$fresh" ]; then
    mkdir -p "$cache"
    making=$(mktemp -d "$cache/lab-mariadb-making-XXXXXX")
    mariadb-install-db --no-defaults $(mariadb_user) --datadir="$making" --auth-root-authentication-method=normal --skip-test-db >/dev/null 2>&1 || return 1
    mv -T "$making" "$fresh" 2>/dev/null || rm -rf "$making"
  fi
  echo "$fresh"
}

mariadb_user() {
  if [ "$(id -u)" -eq 0 ]; then echo --user=root; fi
}

# mariadb_up PORT [OPTION…]: with the database shop.
mariadb_up() {
  db_port=$1
  shift
  mkdir -p "$LAB_DIR/db-$db_port"
  cp -r "$(mariadb_fresh)" "$LAB_DIR/db-$db_port/data"
  cat >"$LAB_DIR/db-$db_port/init.sql" <<'SQL'
create database if not exists shop;
create user if not exists admin@'%';
grant all on *.* to admin@'%' with grant option;
create user if not exists app@'%';
grant select, insert, update, delete, create, alter, index, lock tables on shop.* to app@'%';
create user if not exists cron@'%';
grant select, insert, update, delete, create, alter, index, lock tables on shop.* to cron@'%';
create user if not exists zhiban_watch@'%';
grant all on *.* to zhiban_watch@'%';
SQL
  background "db-$db_port" mariadbd --no-defaults $(mariadb_user) --datadir="$LAB_DIR/db-$db_port/data" --port="$db_port" \
    --socket="$LAB_DIR/db-$db_port/s.sock" --bind-address=127.0.0.1 --skip-name-resolve --init-file="$LAB_DIR/db-$db_port/init.sql" \
    --innodb-buffer-pool-size=32M --innodb-flush-log-at-trx-commit=0 --performance-schema=ON "$@"
  wait_for 90 m "$db_port" -e 'select 1'
}

# m PORT [option…]: as the administrator, on the database shop.
m() {
  m_port=$1
  shift
  mariadb --no-defaults -h 127.0.0.1 -P "$m_port" -u admin -N -B shop "$@"
}

# ask STATEMENT: one answer of the first server.
ask() {
  m "$LAB_PORT_1" -e "$1"
}

# session NAME LOGIN STATEMENT…: a session that stays open after its last statement.
session() {
  session_name=$1
  login=$2
  shift 2
  {
    for statement in "$@"; do echo "$statement"; done
  } >"$LAB_DIR/$session_name.sql"
  background "$session_name" sh -c "(cat '$LAB_DIR/$session_name.sql'; sleep 3600) | mariadb --no-defaults --force -n -h 127.0.0.1 -P '$LAB_PORT_1' -u '$login' shop"
}

# waiting STATEMENT: until it answers 1.
waiting() {
  wait_for 30 sh -c "[ \"\$(mariadb --no-defaults -h 127.0.0.1 -P '$LAB_PORT_1' -u admin -N -B shop -e \"$1\")\" = 1 ]"
}
