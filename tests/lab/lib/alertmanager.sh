# Helpers for scenarios with an Alertmanager at $LAB_PORT_1.

AM="http://127.0.0.1:$LAB_PORT_1"

# alertmanager_up WEBHOOK: starts one whose only receiver is the webhook.
alertmanager_up() {
  cat >"$LAB_DIR/am.yml" <<EOF
route: { receiver: hook, group_by: [alertname], group_wait: 100ms, group_interval: 1s, repeat_interval: 1h }
receivers:
  - name: hook
    webhook_configs: [{ url: "$1" }]
EOF
  background alertmanager prometheus-alertmanager --config.file="$LAB_DIR/am.yml" --storage.path="$LAB_DIR/data" \
    --web.listen-address="127.0.0.1:$LAB_PORT_1" --cluster.listen-address=
  wait_for 30 curl -sf -o /dev/null "$AM/-/ready"
}

# fire NAME SEVERITY
fire() {
  curl -sf -o /dev/null -H 'content-type: application/json' "$AM/api/v2/alerts" \
    -d "[{\"labels\":{\"alertname\":\"$1\",\"severity\":\"$2\"}}]"
}
