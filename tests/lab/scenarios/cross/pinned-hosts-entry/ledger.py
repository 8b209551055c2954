import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
class Ledger(BaseHTTPRequestHandler):
    def do_GET(self):
        body = b'{"balance":"1204.55"}'
        self.send_response(200); self.send_header("content-length", str(len(body))); self.end_headers(); self.wfile.write(body)
    def log_message(self, *_): pass
ThreadingHTTPServer((sys.argv[1], 7070), Ledger).serve_forever()
