# Applications of the RabbitMQ that `serve rabbitmq` holds; needs lab.sh and serve.sh.

# rabbit_env: where it is, for what follows in the same script.
rabbit_env() {
  RABBIT_URL=$(sed -n 's/^URL=//p' "$LAB_DIR/rabbitmq.log")
  RABBIT_LOGIN=$(sed -n 's/^LOGIN=//p' "$LAB_DIR/rabbitmq.log")
  export RABBIT_URL RABBIT_LOGIN
}

# rabbit NAME WORK …: goes on in the background; see rabbit-app.mjs.
rabbit() {
  rabbit_name=$1
  shift
  background "$rabbit_name" node "$LAB_LIB/rabbit-app.mjs" "$@"
  wait_for 60 grep -q READY "$LAB_DIR/$rabbit_name.log"
}

rabbit_now() {
  node "$LAB_LIB/rabbit-app.mjs" "$@"
}

# rabbit_api METHOD PATH [JSON]: the management API as the administrator.
rabbit_api() {
  curl -sf -m 10 -u "$RABBIT_LOGIN:$(cat "$LAB_DIR/password")" -X "$1" -H 'content-type: application/json' ${3:+-d "$3"} \
    "$(sed -n 's/^MANAGEMENT_URL=//p' "$LAB_DIR/rabbitmq.log")/api/$2"
}
