# A real Prometheus and Alertmanager for a scenario; needs lab.sh. The first port is Prometheus', the fourth Alertmanager's.

# prometheus_up PORT JOB [ALERTMANAGER]: scrapes itself, and JOB (YAML on one line; may be empty).
prometheus_up() {
  {
    echo 'global: { scrape_interval: 1s, evaluation_interval: 1s }'
    echo "rule_files: ['$LAB_DIR/rules.yml']"
    if [ -n "${3:-}" ]; then echo "alerting: { alertmanagers: [{ static_configs: [{ targets: ['$3'] }] }] }"; fi
    echo 'scrape_configs:'
    echo "  - { job_name: prometheus, static_configs: [{ targets: ['127.0.0.1:$1'] }] }"
    if [ -n "$2" ]; then echo "  - $2"; fi
  } >"$LAB_DIR/prometheus.yml"
  cat >"$LAB_DIR/rules.yml" <<'RULES'
groups:
  - name: always
    rules: [{ alert: Watchdog, expr: "vector(1)" }]
RULES
  background prometheus prometheus --config.file="$LAB_DIR/prometheus.yml" --storage.tsdb.path="$LAB_DIR/tsdb" \
    --web.listen-address="127.0.0.1:$1" --web.enable-lifecycle --log.level=warn
  wait_for 60 metric 'up{job="prometheus"} == 1'
}

alertmanager_up() {
  cat >"$LAB_DIR/alertmanager.yml" <<'CONFIG'
route: { receiver: nobody }
receivers: [{ name: nobody }]
CONFIG
  background alertmanager prometheus-alertmanager --config.file="$LAB_DIR/alertmanager.yml" --storage.path="$LAB_DIR/alertmanager" \
    --web.listen-address="127.0.0.1:$LAB_PORT_4" --cluster.listen-address=
}

# metric EXPRESSION: succeeds when it has a result.
metric() {
  [ -n "$(value "$1")" ]
}

# value EXPRESSION: of its first series; nothing when there is none.
value() {
  node "$LAB_LIB/prometheus-value.mjs" "$LAB_PORT_1" "$1"
}

reload() {
  node -e 'fetch(process.argv[1], { method: "POST" }).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))' "http://127.0.0.1:$1/-/reload"
}
