# Real NATS servers for a scenario; needs lab.sh.

# nats_up NAME CLIENT_PORT MONITORING_PORT [LINE…]: lines of its configuration beside its addresses.
nats_up() {
  nats_name=$1
  {
    printf 'server_name: %s\nlisten: 127.0.0.1:%s\nhttp: 127.0.0.1:%s\n' "$1" "$2" "$3"
    shift 3
    printf '%s\n' "$@"
  } >"$LAB_DIR/$nats_name.conf"
  background "$nats_name" nats-server -c "$LAB_DIR/$nats_name.conf"
}

# nats_page PORT PATH
nats_page() {
  curl -sf "http://127.0.0.1:$1$2"
}

nats_ready() {
  nats_page "$1" /healthz | grep -q '"ok"'
}
