# cert NAME START END: signed by the scenario's own authority, into $LAB_DIR/pki.
pki_up() {
  mkdir -p "$LAB_DIR/pki/new"; cd "$LAB_DIR/pki" || exit 1
  : >index.txt; echo 01 >serial
  openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 900 -subj '/CN=Shop Issuing CA R4' >/dev/null 2>&1
  printf '[ca]\ndefault_ca=d\n[d]\ndir=.\ndatabase=index.txt\nserial=serial\nnew_certs_dir=new\ncertificate=ca.pem\nprivate_key=ca.key\ndefault_md=sha256\npolicy=p\nunique_subject=no\nx509_extensions=e\n[p]\ncommonName=supplied\n[e]\nsubjectAltName=DNS:shop.example.com,IP:127.0.0.1\n' >ca.cnf
}
cert() {
  cd "$LAB_DIR/pki" || exit 1
  openssl req -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.csr" -subj '/CN=shop.example.com' >/dev/null 2>&1
  openssl ca -batch -config ca.cnf -in "$1.csr" -out "$1.pem" -startdate "$2" -enddate "$3" -notext >/dev/null 2>&1
}
day() { date -u -d "$1" +%Y%m%d%H%M%SZ; }
install_cert() { cp "$LAB_DIR/pki/$1.pem" "$LAB_DIR/live/fullchain.pem"; cp "$LAB_DIR/pki/$1.key" "$LAB_DIR/live/privkey.pem"; }
start_tls() {
  nginx_up '' "location = /old { return 404; } } server { listen 127.0.0.1:$LAB_PORT_2 ssl; server_name shop.example.com; ssl_certificate $LAB_DIR/live/fullchain.pem; ssl_certificate_key $LAB_DIR/live/privkey.pem; location / { return 200 'shop'; }"
}
