# search-api: app.py PORT
import json, logging, random, sys, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

logging.basicConfig(stream=sys.stdout, level=logging.INFO, format='%(asctime)s %(levelname)-8s %(name)s [%(threadName)s] %(message)s')
log = logging.getLogger('search.api')
index = {word: [random.randint(1, 90000) for _ in range(20)] for word in ('shoes', 'coat', 'lamp', 'tent', 'mug')}

class Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *_):
        pass

    def say(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header('Content-Length', str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_GET(self):
        began = time.perf_counter()
        where = urlparse(self.path)
        if where.path == '/healthz':
            return self.say(200, {'status': 'ok', 'documents': 90000, 'queue': 0})
        if where.path != '/search':
            log.warning('404 Not Found: %s', where.path)
            return self.say(404, {})
        given = parse_qs(where.query)
        try:
            limit = int(given.get('limit', ['20'])[0])
        except ValueError:
            log.exception('Bad request from a client (answered 400): %s', self.path)
            return self.say(400, {'error': 'limit must be a number'})
        found = index.get(given.get('q', [''])[0], [])[:limit]
        self.say(200, {'hits': found})
        log.info('200 GET %s hits=%d took=%.1fms', self.path, len(found), (time.perf_counter() - began) * 1000)

def chores():
    while True:
        time.sleep(6)
        log.info('incremental reindex: %d documents in %.1f s, queue is empty', random.randint(200, 900), random.uniform(0.4, 1.2))

log.info('search-api 4.0.3 listens on %s', sys.argv[1])
threading.Thread(target=chores, daemon=True, name='indexer').start()
ThreadingHTTPServer(('127.0.0.1', int(sys.argv[1])), Handler).serve_forever()
