# Asks the ClickHouse that `serve clickhouse` holds; needs lab.sh and serve.sh.

# ch STATEMENT: fails for every status that is no success.
ch() {
  ch_url=$(sed -n 's/^URL=//p' "$LAB_DIR/clickhouse.log")
  curl -sf -u "default:$(cat "$LAB_DIR/password")" "$ch_url/" --data-binary "$1"
}
