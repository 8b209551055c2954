# certificate NAME: a new one of the gateway's, from the shop's own authority.
certificate() {
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$LAB_DIR/gateway.key.new" -out "$LAB_DIR/gateway.csr" -subj "/CN=$1" 2>/dev/null
  printf 'subjectAltName=DNS:%s\n' "$1" >"$LAB_DIR/gateway.ext"
  openssl x509 -req -in "$LAB_DIR/gateway.csr" -CA "$LAB_DIR/ca.pem" -CAkey "$LAB_DIR/ca.key" -CAcreateserial -days 398 -extfile "$LAB_DIR/gateway.ext" -out "$LAB_DIR/gateway.pem" 2>/dev/null
  mv "$LAB_DIR/gateway.key.new" "$LAB_DIR/gateway.key"
}
