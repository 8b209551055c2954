. "$LAB_LIB/lab.sh"; . "$LAB_LIB/haproxy.sh"
# lb_write LINES of the backend
lb_write() {
  cat >"$LAB_DIR/haproxy.cfg" <<CONF
global
  log stdout format raw local0 info
  stats socket $LAB_DIR/admin.sock mode 600 level admin
defaults
  mode http
  log global
  option httplog
  timeout connect 1s
  timeout client 15s
  timeout server 10s
  timeout queue 2s
  timeout check 2s
frontend web
  bind 127.0.0.1:$LAB_PORT_1
  default_backend app
backend app
  balance roundrobin
$1
CONF
}
lb_start() { background haproxy /usr/sbin/haproxy -db -f "$LAB_DIR/haproxy.cfg"; wait_for 30 haproxy_says 'show info' && sleep 2.5; }
