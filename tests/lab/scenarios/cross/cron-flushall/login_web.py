"""login-web: sessions are in Redis for a day."""
import logging, secrets, socket, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(asctime)s %(levelname)s login-web %(message)s")
port = int(sys.argv[2])
def redis(*words):
    s = socket.create_connection(("127.0.0.1", port), timeout=1.5)
    s.sendall((" ".join(words) + "\r\n").encode()); answer = s.recv(300).decode(); s.close()
    return answer
class Web(BaseHTTPRequestHandler):
    def do_POST(self):
        token = secrets.token_hex(8)
        redis("SET", f"sess:{token}", "user-77", "EX", "86400")
        logging.info("login user-77 new session %s...", token[:4])
        self.say(200, token)
    def do_GET(self):
        if self.path == "/health":
            return self.say(200, "ok")
        token = self.headers.get("x-session", "none")
        if redis("GET", f"sess:{token}").startswith("$-1"):
            logging.warning("401 session %s... not found in store (ttl was 86400)", token[:4])
            return self.say(401, "please log in")
        self.say(200, "hello")
    def say(self, status, text):
        self.send_response(status); self.send_header("content-length", str(len(text))); self.end_headers(); self.wfile.write(text.encode())
    def log_message(self, *_): pass
ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Web).serve_forever()
