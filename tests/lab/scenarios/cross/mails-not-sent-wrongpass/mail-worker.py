import datetime, http.server, json, os, socket, sys, threading, time
PORT, REDIS, PASSWORD = int(sys.argv[1]), int(sys.argv[2]), os.environ['MAILER_REDIS_PASSWORD']
state = {'sent': 0, 'connected': False}
def log(level, text):
    now = datetime.datetime.now()
    print(f"[{now:%Y-%m-%d %H:%M:%S},{now.microsecond // 1000:03d}: {level}/MainProcess] {text}", flush=True)
class Denied(Exception): pass
class Redis:
    def __init__(self):
        self.s = socket.create_connection(('127.0.0.1', REDIS), timeout=10); self.f = self.s.makefile('rb')
        if self.ask('AUTH', 'mailer', PASSWORD) != 'OK': raise Denied()
    def ask(self, *words):
        self.s.sendall((f"*{len(words)}\r\n" + ''.join(f"${len(w)}\r\n{w}\r\n" for w in words)).encode()); return self.read()
    def read(self):
        line = self.f.readline().decode().rstrip('\r\n')
        if not line: raise ConnectionError('Connection closed by server.')
        if line[0] == '-':
            if 'WRONGPASS' in line: raise Denied('invalid username-password pair or user is disabled.')
            raise RuntimeError(line)
        if line[0] == '*': return None if line == '*-1' else [self.read() for _ in range(int(line[1:]))]
        if line[0] == '$':
            n = int(line[1:]); return None if n < 0 else self.f.read(n + 2)[:-2].decode()
        return line[1:]
def work():
    failures = 0
    while True:
        try:
            r = Redis(); state['connected'] = True; failures = 0
            log('INFO', f'Connected to redis://mailer:**@127.0.0.1:{REDIS}/0'); log('INFO', 'celery@mail-01 ready.')
            while True:
                got = r.ask('BRPOP', 'celery', '2')
                if got:
                    state['sent'] += 1
                    log('INFO', f"Task mail.tasks.send_confirmation[{got[1][:36]}] succeeded in 0.041s: None")
        except Exception as e:
            state['connected'] = False
            if failures == 0 and not isinstance(e, Denied):
                log('WARNING', f'consumer: Connection to broker lost. Trying to re-establish the connection...\nTraceback (most recent call last):\n  File "/usr/local/lib/python3.11/site-packages/celery/worker/consumer/consumer.py", line 340, in start\n    blueprint.start(self)\n  File "/usr/local/lib/python3.11/site-packages/redis/connection.py", line 510, in read_response\n    raise ConnectionError(SERVER_CLOSED_CONNECTION_ERROR)\nredis.exceptions.ConnectionError: {e}')
            failures += 1
            log('ERROR', f'consumer: Cannot connect to redis://mailer:**@127.0.0.1:{REDIS}/0: {e}.\nTrying again in 2.00 seconds... ({failures}/100)\n')
            time.sleep(2)
class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *a): pass
    def do_GET(self):
        out = json.dumps({'status': 'alive', 'sent': state['sent']}).encode()
        self.send_response(200); self.send_header('content-length', str(len(out))); self.end_headers(); self.wfile.write(out)
threading.Thread(target=work, daemon=True).start()
http.server.ThreadingHTTPServer(('127.0.0.1', PORT), Handler).serve_forever()
