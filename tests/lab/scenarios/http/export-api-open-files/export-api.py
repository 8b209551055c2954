import datetime, http.server, json, os, resource, socketserver, sys, tempfile, traceback
resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))
kept = {}
def log(level, text):
    print(f"{datetime.datetime.now().isoformat(sep=' ', timespec='milliseconds')} | {level:<8} | export_api.main | {text}", flush=True)
class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *a): pass
    def do_GET(self):
        code, body = 200, {'status': 'ok'}
        try:
            if self.path.startswith('/export'):
                f = tempfile.NamedTemporaryFile(prefix='report-', suffix='.csv', dir=sys.argv[2]); f.write(b'id;amount\n'); f.flush(); kept[f.name] = f
                body = {'report': os.path.basename(f.name)}
            else:
                with open('/proc/self/status') as f: f.read(1)
        except Exception:
            log('ERROR', f'Exception in ASGI application, path={self.path}\n' + traceback.format_exc().rstrip()); code, body = 500, {'detail': 'Internal Server Error'}
        out = json.dumps(body).encode()
        self.send_response(code); self.send_header('content-type', 'application/json'); self.send_header('content-length', str(len(out))); self.end_headers(); self.wfile.write(out)
class Server(socketserver.ThreadingMixIn, http.server.HTTPServer): daemon_threads = True
log('INFO', 'export-api 2.6.0 started')
Server(('127.0.0.1', int(sys.argv[1])), Handler).serve_forever()
