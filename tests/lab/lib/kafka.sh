# Applications of the Kafka that `serve kafka` holds; needs lab.sh and serve.sh.

# kafka NAME WORK …: goes on in the background; see kafka-app.mjs.
kafka() {
  kafka_name=$1
  shift
  background "$kafka_name" node "$LAB_LIB/kafka-app.mjs" "$@"
  wait_for 90 grep -q READY "$LAB_DIR/$kafka_name.log"
}

kafka_now() {
  node "$LAB_LIB/kafka-app.mjs" "$@"
}
