# The Elasticsearch that `serve elasticsearch` holds; needs lab.sh and serve.sh.

elastic_up() {
  serve elasticsearch
  elastic_env
}

elastic_env() {
  ELASTIC=$(sed -n 's/^URL=//p' "$LAB_DIR/elasticsearch.log")
  ELASTIC_LOGIN=$(sed -n 's/^LOGIN=//p' "$LAB_DIR/elasticsearch.log")
  export ELASTIC ELASTIC_LOGIN
}

# es METHOD PATH [JSON]: its answer; fails when it is refused or late.
es() {
  elastic_env
  if [ $# -gt 2 ]; then
    curl -sf -m 10 -u "$ELASTIC_LOGIN:$(cat "$LAB_DIR/password")" -X "$1" -H 'content-type: application/json' -d "$3" "$ELASTIC/$2"
  else
    curl -sf -m 10 -u "$ELASTIC_LOGIN:$(cat "$LAB_DIR/password")" -X "$1" "$ELASTIC/$2"
  fi
}

# es_write INDEX: one document, as an application writes.
es_write() {
  es POST "$1/_doc" "{\"@timestamp\":\"$(date -u +%Y-%m-%dT%H:%M:%SZ)\",\"message\":\"order accepted\"}" >/dev/null
}
