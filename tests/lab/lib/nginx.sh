# A real nginx for a scenario on the first port; needs lab.sh.

# nginx_up [LINES of http] [LINES of server]
nginx_up() {
  nginx_write "${1:-}" "${2:-}"
  # Its workers are another user where root starts it: their temporary files are below.
  chmod 755 "$LAB_DIR"
  background nginx /usr/sbin/nginx -e "$LAB_DIR/error.log" -c "$LAB_DIR/nginx.conf"
  wait_for 30 curl -sf -o /dev/null "http://127.0.0.1:$LAB_PORT_1/status"
}

nginx_write() {
  cat >"$LAB_DIR/nginx.conf" <<CONF
daemon off; worker_processes 1; pid $LAB_DIR/nginx.master; error_log $LAB_DIR/error.log info;
events { worker_connections ${NGINX_CONNECTIONS:-256}; }
http {
  access_log $LAB_DIR/access.log combined;
  client_body_temp_path $LAB_DIR/client; proxy_temp_path $LAB_DIR/proxy; fastcgi_temp_path $LAB_DIR/fastcgi;
  uwsgi_temp_path $LAB_DIR/uwsgi; scgi_temp_path $LAB_DIR/scgi;
  $1
  server {
    listen 127.0.0.1:$LAB_PORT_1;
    location = /status { stub_status; access_log off; }
    location = /hello { return 200 'hello'; }
    $2
  }
}
CONF
}
