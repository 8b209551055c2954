# q STATEMENT: fails for every status that is no success.
q() {
  curl -s -m 10 -w '%{stderr}%{http_code}\n' -u "default:$(cat "$LAB_DIR/password")" "http://127.0.0.1:$LAB_PORT_2/" --data-binary "$1" 2>"$LAB_DIR/status.$$"
  grep -q '^200' "$LAB_DIR/status.$$"
}

clickhouse_start() {
  cat "$LAB_DIR/clickhouse.log" >>"$LAB_DIR/clickhouse-before.log" 2>/dev/null
  (cd "$LAB_DIR/ch" && background clickhouse clickhouse-server --config-file="$LAB_DIR/config.xml")
  wait_for 60 curl -sf "http://127.0.0.1:$LAB_PORT_2/ping"
}
