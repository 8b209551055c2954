# A real Jaeger for a scenario, at $LAB_PORT_1, with OTLP at $LAB_PORT_2; needs lab.sh.

jaeger_up() {
  program="$LAB_LIB/../../../node_modules/.cache/zhiban/jaeger-v1.62.0"
  [ -x "$program" ] || skip "Jaeger is not built: node scripts/build-jaeger.ts"
  set -- --query.http-server.host-port="127.0.0.1:$LAB_PORT_1" --collector.otlp.http.host-port="127.0.0.1:$LAB_PORT_2"
  for port in query.grpc-server collector.grpc-server collector.http-server collector.otlp.grpc http-server admin.http; do
    set -- "$@" "--$port.host-port=127.0.0.1:0"
  done
  for port in jaeger-binary jaeger-compact zipkin-compact; do set -- "$@" "--processor.$port.server-host-port=127.0.0.1:0"; done
  background jaeger "$program" "$@"
  wait_for 30 curl -sf -o /dev/null "http://127.0.0.1:$LAB_PORT_1/api/services"
}

# reported SCENE: an hour of spans of two services, with the fault in its last quarter.
reported() {
  node "$LAB_LIB/report-spans.mjs" "http://127.0.0.1:$LAB_PORT_2" "$1" && wait_for 30 sees 'service=orders'
}

# sees QUERY: there are such traces of the last quarter of an hour.
sees() {
  [ "$(curl -s "http://127.0.0.1:$LAB_PORT_1/api/traces?lookback=custom&start=$(($(date +%s) - 900))000000&end=$(date +%s)000000&limit=20&$1" | head -c 12)" != '{"data":[],"' ]
}
