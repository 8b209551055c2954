import datetime, http.server, json, os, socket, socketserver, sys, traceback, uuid
PORT, REDIS = int(sys.argv[1]), int(sys.argv[2])
def log(level, text):
    print(f"{datetime.datetime.utcnow().isoformat(sep=' ', timespec='milliseconds').replace('.', ',')} [{os.getpid()}] [{level}] login.views: {text}", flush=True)
class ConnectionError(Exception):
    __module__ = 'redis.exceptions'
def redis(*words):
    with socket.create_connection(('127.0.0.1', REDIS), timeout=2) as s:
        s.sendall((f"*{len(words)}\r\n" + ''.join(f"${len(w)}\r\n{w}\r\n" for w in words)).encode())
        said = s.recv(4096).decode()
    if said.startswith('-ERR '):
        raise ConnectionError(said[5:].strip())
    return said
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.0'
    def log_message(self, *a): pass
    def do_GET(self):
        try:
            redis('SETEX', f'session:{uuid.uuid4()}', '900', '{"user": 4711}')
            code, body = 200, {'status': 'ok'}
        except Exception as e:
            log('ERROR', f'Internal Server Error: {self.path}\n' + traceback.format_exc().rstrip())
            code, body = 500, {'detail': 'Internal Server Error'}
        out = json.dumps(body).encode()
        self.send_response(code); self.send_header('content-type', 'application/json'); self.send_header('content-length', str(len(out))); self.end_headers(); self.wfile.write(out)
class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
log('INFO', 'login-service 5.1.3 listening, session backend redis')
Server(('127.0.0.1', PORT), Handler).serve_forever()
