# Servers of the tests' own for a scenario; needs lab.sh.

# serve KIND [NAME=VALUE…]: prints what it takes to reach it, its password is also in $LAB_DIR/password. $LAB_DIR/KIND.pid holds it. Its
# folder is below $SERVE_ON, or $LAB_DIR.
serve() {
  served=$1
  # Some run as a user of their own, who must be able to reach the folder.
  chmod 711 "$LAB_DIR"
  TMPDIR="${SERVE_ON:-$LAB_DIR}" background "$served" node "$LAB_LIB/serve.ts" "$@"
  wait_for 300 grep -Eq '^(READY|MISSING)|^Node.js' "$LAB_DIR/$served.log" || return 1
  grep -q '^READY' "$LAB_DIR/$served.log" || skip "$(sed -n 's/^MISSING //p; s/^Error: //p' "$LAB_DIR/$served.log" | head -1)"
  grep -E '^[A-Z_0-9]+=' "$LAB_DIR/$served.log"
  sed -n 's/^PASSWORD=//p' "$LAB_DIR/$served.log" | tr -d '\n' >"$LAB_DIR/password"
}
