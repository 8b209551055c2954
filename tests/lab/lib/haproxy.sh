# A real HAProxy for a scenario on the first port, with a socket at $LAB_DIR/admin.sock; needs lab.sh.

# haproxy_up SECTIONS: all requests go to the backend app.
haproxy_up() {
  cat >"$LAB_DIR/haproxy.cfg" <<CONF
global
  stats socket $LAB_DIR/admin.sock mode 600 level admin
defaults
  mode http
  timeout connect 500ms
  timeout client 10s
  timeout server 5s
  timeout queue 2s
  timeout check 3s
frontend web
  bind 127.0.0.1:$LAB_PORT_1
  default_backend app
$1
CONF
  background haproxy /usr/sbin/haproxy -db -f "$LAB_DIR/haproxy.cfg"
  wait_for 30 test -S "$LAB_DIR/admin.sock"
}

# haproxy_says COMMAND
haproxy_says() {
  node -e 'const socket = require("node:net").connect(process.env.LAB_DIR + "/admin.sock", () => socket.write(process.argv[1] + "\n")); socket.pipe(process.stdout)' "$1"
}

# server_is NAME PATTERN: by the statistics.
server_is() {
  haproxy_says 'show stat' | grep "^app,$1," | cut -d, -f18 | grep -Eq "$2"
}
