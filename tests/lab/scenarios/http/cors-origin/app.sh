. "$LAB_LIB/lab.sh"
member() { background member env PORT=$LAB_PORT_1 ORIGINS="$LAB_DIR/member/etc/origins" LOG="$LAB_DIR/log/member-api.log" node "$LAB_DIR/member/member-api.mjs"; wait_for 20 curl -sf -o /dev/null "http://127.0.0.1:$LAB_PORT_1/health"; }
