# conf LINE…: what the server has beside its status page.
conf() {
  echo "location /api/ { proxy_pass http://127.0.0.1:$LAB_PORT_2; $* }"
}
