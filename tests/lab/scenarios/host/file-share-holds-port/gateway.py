import logging, sys, time
from http.server import BaseHTTPRequestHandler, HTTPServer
logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(asctime)s %(levelname)s payment-callback %(message)s")
class Callback(BaseHTTPRequestHandler):
    def do_GET(self):
        body = b'{"status":"ok","service":"payment-callback"}'
        self.send_response(200); self.send_header("content-length", str(len(body))); self.end_headers(); self.wfile.write(body)
    def log_message(self, *_): pass
class Server(HTTPServer):
    allow_reuse_address = True
port = int(sys.argv[1])
logging.info("version 1.9.2 starting on 127.0.0.1:%d", port)
Server(("127.0.0.1", port), Callback).serve_forever()
