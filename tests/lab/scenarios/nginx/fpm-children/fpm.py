# A FastCGI pool of five children, with the logs of PHP-FPM. checkout.php asks the newsletter provider and has no timeout.
import os, socket, struct, threading, time, urllib.request
from datetime import datetime
env = os.environ; MAX = 5; free = threading.Semaphore(MAX); busy = 0; lock = threading.Lock(); told = 0
def log(t):
    with lock, open(env['LOG'], 'a') as f: f.write(f"[{datetime.now():%d-%b-%Y %H:%M:%S}] {t}\n")
def slow(child, script, fn):
    with lock, open(env['SLOWLOG'], 'a') as f: f.write(f"\n[{datetime.now():%d-%b-%Y %H:%M:%S}]  [pool www] pid {child}\nscript_filename = {script}\n[0x00007f1c2ea152d0] curl_exec() /srv/shop/lib/Newsletter.php:42\n[0x00007f1c2ea15240] subscribe() /srv/shop/public/checkout.php:118\n")
def read(c, n):
    b = b''
    while len(b) < n:
        p = c.recv(n - len(b))
        if not p: raise EOFError
        b += p
    return b
def serve(c):
    global busy, told
    params = b''
    try:
        while True:
            _, t, rid, n, pad, _ = struct.unpack('!BBHHBB', read(c, 8)); d = read(c, n); read(c, pad)
            if t == 4: params += d
            if t == 5 and n == 0: break
        uri = params.split(b'REQUEST_URI')[1][:40] if b'REQUEST_URI' in params else b''
        if not free.acquire(blocking=False):
            if time.time() - told > 4: told = time.time(); log(f"WARNING: [pool www] server reached pm.max_children setting ({MAX}), consider raising it")
            free.acquire()
        try:
            busy += 1; child = os.getpid() + 10 + busy
            if b'checkout' in uri:
                began = time.time()
                watch = threading.Timer(3, lambda: (log(f"WARNING: [pool www] child {child}, script '/srv/shop/public/checkout.php' (request: \"POST /checkout.php\") executing too slow ({time.time()-began:.6f} sec), logging"), slow(child, '/srv/shop/public/checkout.php', 'subscribe')))
                watch.start()
                try: urllib.request.urlopen(env['NEWSLETTER'] + '/lists/7/members').read()
                finally: watch.cancel()
            else: time.sleep(0.03)
        finally: busy -= 1; free.release()
        body = b'Content-Type: text/html\r\n\r\n<html>shop</html>'
        c.sendall(struct.pack('!BBHHBB', 1, 6, rid, len(body), 0, 0) + body + struct.pack('!BBHHBB', 1, 6, rid, 0, 0, 0) + struct.pack('!BBHHBB', 1, 3, rid, 8, 0, 0) + b'\0' * 8)
    except Exception: pass
    finally: c.close()
s = socket.create_server(('127.0.0.1', int(env['PORT'])), backlog=128)
log(f"NOTICE: fpm is running, pid {os.getpid()}"); log("NOTICE: ready to handle connections")
while True:
    c, _ = s.accept(); threading.Thread(target=serve, args=(c,), daemon=True).start()
