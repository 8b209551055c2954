# A nightly-looking importer whose log is full of frightening words and no trouble.
import os, time, threading
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
def log(level, t):
    with open(os.environ['LOG'], 'a') as f: f.write(f"{datetime.now():%Y-%m-%d %H:%M:%S}.{time.time_ns()//1000000%1000:03d} | {level:<8} | importer.pipeline:run:{87} - {t}\n")
class H(BaseHTTPRequestHandler):
    def log_message(self, *a): pass
    def do_GET(self): self.send_response(200); self.end_headers(); self.wfile.write(b'{"status":"ok","failed":0}')
threading.Thread(target=ThreadingHTTPServer(('127.0.0.1', int(os.environ['PORT'])), H).serve_forever, daemon=True).start()
log('INFO', 'ErrorHandlerMiddleware registered, fatal_on_error=False'); n = 0
while True:
    n += 1
    log('INFO', f'batch {n}: rows={400 + n % 37} errors=0 failed=0 timeouts=0 duration=0.{n%9}1s')
    if n % 6 == 0: log('INFO', 'dead-letter queue: 0 messages, error rate 0.00 %')
    if n % 11 == 0: log('SUCCESS', f'checkpoint {n} written; no errors since start')
    time.sleep(0.5)
