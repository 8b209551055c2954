# 附件服务（uvicorn 日志格式）
import os, time, uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
env = os.environ
def log(t):
    with open(env['LOG'], 'a') as f: f.write(t + '\n')
log(f"INFO:     Started server process [{os.getpid()}]\nINFO:     Waiting for application startup.\nINFO:     Application startup complete.\nINFO:     Uvicorn running on http://127.0.0.1:{env['PORT']} (Press CTRL+C to quit)")
class H(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.0'
    def log_message(self, *a): pass
    def done(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b'{"id":"%s"}' % uuid.uuid4().hex.encode())
        log(f'INFO:     127.0.0.1:{self.client_address[1]} - "{self.command} {self.path} HTTP/1.1" 200 OK')
    def do_GET(self): self.done()
    def do_POST(self):
        left = int(self.headers.get('content-length', 0))
        while left > 0: left -= len(self.rfile.read(min(left, 65536)))
        self.done()
ThreadingHTTPServer(('127.0.0.1', int(env['PORT'])), H).serve_forever()
