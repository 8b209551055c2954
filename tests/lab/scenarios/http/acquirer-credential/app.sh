. "$LAB_LIB/lab.sh"
start() { # env file
  background payments-api sh -c "set -a; . $LAB_DIR/payments/env; exec node $LAB_DIR/payments/payments-api.mjs"
  wait_for 20 curl -sf -o /dev/null "http://127.0.0.1:$LAB_PORT_1/healthz"
}
