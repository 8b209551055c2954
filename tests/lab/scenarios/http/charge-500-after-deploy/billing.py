import datetime, http.server, json, os, sys, traceback
VERSION = os.environ['RELEASE']
def log(level, name, text):
    now = datetime.datetime.now()
    print(f"{now:%Y-%m-%d %H:%M:%S},{now.microsecond // 1000:03d} {level} [{name}] {text}", flush=True)
def charge():
    if VERSION >= '2.8': secret = os.environ['STRIPE_WEBHOOK_SECRET']
    return {'charge': 'ch_3Nf', 'status': 'succeeded'}
class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *a): pass
    def do_GET(self):
        code = 200
        try: body = {'status': 'ok', 'release': VERSION} if self.path == '/health' else charge()
        except Exception:
            log('ERROR', 'flask.app', f'Exception on {self.path} [POST]\n' + traceback.format_exc().rstrip())
            code, body = 500, {'message': 'Internal Server Error'}
        out = json.dumps(body).encode()
        self.send_response(code); self.send_header('content-type', 'application/json'); self.send_header('content-length', str(len(out))); self.end_headers(); self.wfile.write(out)
        log('INFO', 'werkzeug', f'127.0.0.1 - - "{"GET" if self.path == "/health" else "POST"} {self.path} HTTP/1.1" {code} -')
log('INFO', 'billing', f'billing release {VERSION} starting, workers=1')
for name in ('PAYMENT_PROVIDER', 'CURRENCY'): log('INFO', 'billing.config', f'{name}={os.environ.get(name)}')
http.server.ThreadingHTTPServer(('127.0.0.1', int(sys.argv[1])), Handler).serve_forever()
