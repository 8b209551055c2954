"""session-web: who is logged in. Sessions are in Redis on another machine."""
import logging, socket, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(asctime)s [%(levelname)s] session-web: %(message)s")
host, port = sys.argv[1], int(sys.argv[2])
class Web(BaseHTTPRequestHandler):
    def do_GET(self):
        try:
            s = socket.create_connection((host, port), timeout=1.5)
            s.sendall(b"GET session:77\r\n"); s.recv(200); s.close()
            status, body = 200, b'{"user":"li"}'
        except OSError as failure:
            logging.error("redis.exceptions.TimeoutError: Timeout connecting to server %s:%d (%s)", host, port, failure)
            status, body = 503, b'{"error":"sessions unavailable"}'
        self.send_response(status); self.send_header("content-length", str(len(body))); self.end_headers(); self.wfile.write(body)
    def log_message(self, *_): pass
logging.info("listening on :8080")
ThreadingHTTPServer(("0.0.0.0", 8080), Web).serve_forever()
