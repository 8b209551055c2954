import json, os, random, threading, time, traceback
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

root = os.environ['LAB_DIR']
lock = threading.Lock()
catalogue = [{'sku': f'A-{n}', 'popularity': n % 7, 'embedding': [0.1] * 4 if n % 3 else None} for n in range(60)]


def event(level, name, at=None, **more):
    at = at or datetime.now(timezone.utc)
    with lock, open(f'{root}/log/search-api.log', 'a') as out:
        out.write(json.dumps({**more, 'event': name, 'level': level, 'logger': 'search_api', 'timestamp': at.isoformat().replace('+00:00', 'Z')}) + '\n')


def flags():
    with open(f'{root}/etc/flags.json') as given:
        return json.load(given)


def norm(vector):
    return sum(value * value for value in vector) ** 0.5


def rank_v1(items):
    return sorted(items, key=lambda item: -item['popularity'])


def rank_semantic(items):
    return sorted(items, key=lambda item: -norm(item['embedding']))


class Handler(BaseHTTPRequestHandler):
    def say(self, status, content):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header('content-type', 'application/json')
        self.send_header('content-length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass

    def do_GET(self):
        if self.path == '/livez':
            return self.say(200, {'status': 'ok'})
        request = f'{random.getrandbits(40):x}'
        begun = time.time()
        ranker = 'semantic' if flags()['semantic_ranker'] else 'v1'
        try:
            hits = (rank_semantic if ranker == 'semantic' else rank_v1)(random.sample(catalogue, 30))
            time.sleep(0.02)
            if random.random() < 0.15:
                event('warning', 'cache_slow', request_id=request, backend='redis', elapsed_ms=random.randint(52, 95), threshold_ms=50)
            event('info', 'search_done', request_id=request, ranker=ranker, hits=len(hits), elapsed_ms=round((time.time() - begun) * 1000))
            self.say(200, {'hits': hits[:3]})
        except Exception as error:
            event('error', 'search_failed', request_id=request, ranker=ranker, flag_semantic_ranker=ranker == 'semantic', exc_type=type(error).__name__, exception=traceback.format_exc().replace(root, '/app'))
            self.say(500, {'detail': 'Internal Server Error'})


def watch():
    last = flags()
    while True:
        time.sleep(1)
        now = flags()
        for key in now:
            if now[key] != last.get(key):
                event('info', 'feature_flag_changed', flag=key, old=last.get(key), new=now[key], changed_by='m.ito')
        last = now


for back in range(900, 2, -4):
    at = datetime.fromtimestamp(time.time() - back - random.random(), timezone.utc)
    if random.random() < 0.15:
        event('warning', 'cache_slow', at, request_id=f'{random.getrandbits(40):x}', backend='redis', elapsed_ms=random.randint(52, 95), threshold_ms=50)
    event('info', 'search_done', at, request_id=f'{random.getrandbits(40):x}', ranker='v1', hits=30, elapsed_ms=random.randint(21, 40))
    if back == 420:
        event('info', 'application_startup', at, version='4.18.0', git_sha='9c1e77a')
threading.Thread(target=watch, daemon=True).start()
ThreadingHTTPServer(('127.0.0.1', int(os.environ['LAB_PORT_1'])), Handler).serve_forever()
