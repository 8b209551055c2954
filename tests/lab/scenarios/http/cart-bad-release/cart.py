"""cart-service. VERSION comes from the environment, as the deploy sets it."""
import json, logging, os, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

VERSION = os.environ["RELEASE"]
logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(asctime)s %(levelname)-7s [%(threadName)s] %(name)s: %(message)s")
log = logging.getLogger("cart")
CUSTOMERS = {n: {"name": f"c{n}"} for n in range(1, 60)}
for n in range(1, 12):
    CUSTOMERS[n]["loyalty_tier"] = "gold"

def discount(customer):
    if VERSION.startswith("3.8"):
        return {"gold": 0.1, "silver": 0.05}.get(customer["loyalty_tier"], 0)
    return 0

class Cart(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/health":
            return self.say(200, {"status": "ok", "version": VERSION})
        try:
            number = int(self.path.rsplit("/", 1)[1])
            customer = CUSTOMERS[number]
            self.say(200, {"customer": number, "items": 3, "discount": discount(customer)})
            log.info("GET %s 200", self.path)
        except Exception:
            log.exception("unhandled exception while rendering %s", self.path)
            self.say(500, {"error": "Internal Server Error"})

    def say(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass

log.info("cart-service %s starting, pid %d", VERSION, os.getpid())
ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Cart).serve_forever()
