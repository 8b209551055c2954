. "$LAB_LIB/lab.sh"
order() { background order env PORT=$LAB_PORT_1 VERSION=$1 INVENTORY_ADDR=127.0.0.1:$2 LOG="$LAB_DIR/log/order-api.log" node "$LAB_DIR/apps/order-api.mjs"; wait_for 20 curl -sf -o /dev/null "http://127.0.0.1:$LAB_PORT_1/health"; }
