# ch STATEMENT: fails for every status that is no success.
ch() {
  curl -sf -u "default:$(cat "$LAB_DIR/password")" "http://127.0.0.1:$LAB_PORT_1/" --data-binary "$1"
}
