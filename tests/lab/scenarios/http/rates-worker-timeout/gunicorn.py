# pricing-api under a pre-fork server with two synchronous workers and a timeout of 5 s, as gunicorn does it.
import os, signal, socket, sys, time, traceback, urllib.request
from datetime import datetime, timezone
env = os.environ; TIMEOUT = 5
def log(level, text):
    with open(env['LOG'], 'a') as f: f.write(f"[{datetime.now():%Y-%m-%d %H:%M:%S} +0000] [{os.getpid()}] [{level}] {text}\n")
def fetch_rates():
    with urllib.request.urlopen(env['RATES_URL'] + '/latest?base=EUR') as r: return r.read()
def quote(c):
    line = c.recv(4096).split(b'\r\n')[0].decode()
    if ' /quote' in line: fetch_rates()
    c.sendall(b'HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok')
    with open(env['LOG'], 'a') as f: f.write(f'127.0.0.1 - - [{datetime.now():%d/%b/%Y:%H:%M:%S} +0000] "{line}" 200 2 "-" "curl/7.88.1"\n')
def worker(s, beat):
    def abort(sig, frame):
        text = ''.join(traceback.format_stack(frame)[-9:])
        with open(env['LOG'], 'a') as f: f.write(f"[{datetime.now():%Y-%m-%d %H:%M:%S} +0000] [{os.getpid()}] [ERROR] Error handling request /quote\nTraceback (most recent call last):\n{text}  File \"/usr/local/lib/python3.11/site-packages/gunicorn/workers/base.py\", line 203, in handle_abort\n    sys.exit(1)\nSystemExit: 1\n")
        log('INFO', f'Worker exiting (pid: {os.getpid()})'); os._exit(1)
    signal.signal(signal.SIGABRT, abort)
    log('INFO', f'Booting worker with pid: {os.getpid()}')
    s.settimeout(1)
    while True:
        os.utime(beat)
        try: c, _ = s.accept()
        except TimeoutError: continue
        c.settimeout(None)
        try: quote(c)
        except OSError as e: log('ERROR', f'Socket error processing request: {e}')
        c.close()
s = socket.create_server(('127.0.0.1', int(env['PORT'])), backlog=64)
log('INFO', 'Starting gunicorn 21.2.0'); log('INFO', f"Listening at: http://127.0.0.1:{env['PORT']} ({os.getpid()})"); log('INFO', 'Using worker: sync')
kids = {}
while True:
    while len(kids) < 2:
        beat = f"{env['TMP']}/wgunicorn-{time.time_ns()}"; open(beat, 'w').close()
        pid = os.fork()
        if pid == 0: worker(s, beat)
        kids[pid] = beat
    time.sleep(0.5)
    for pid, beat in list(kids.items()):
        if time.time() - os.stat(beat).st_mtime > TIMEOUT:
            log('CRITICAL', f'WORKER TIMEOUT (pid:{pid})'); os.kill(pid, signal.SIGABRT); time.sleep(0.3)
            try: os.kill(pid, 9)
            except OSError: pass
            os.waitpid(pid, 0); os.unlink(beat); del kids[pid]
            log('ERROR', f'Worker (pid:{pid}) exited with code 1')
