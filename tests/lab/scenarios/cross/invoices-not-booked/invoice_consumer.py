import json, logging, os, socket, sys, time
from datetime import datetime

root, port = os.environ['LAB_DIR'], int(os.environ['LAB_PORT_1'])
logging.basicConfig(filename=f'{root}/log/invoice-consumer.log', level=logging.INFO, format='%(asctime)s %(levelname)s [%(name)s] [%(process)d] %(message)s')
log = logging.getLogger('billing.consumer')


class Redis:
    def __init__(self):
        self.file = socket.create_connection(('127.0.0.1', port)).makefile('rwb')

    def do(self, *words):
        self.file.write(b'*%d\r\n' % len(words) + b''.join(b'$%d\r\n%s\r\n' % (len(word.encode()), word.encode()) for word in words))
        self.file.flush()
        return self.read()

    def read(self):
        line = self.file.readline().rstrip()
        kind, rest = line[:1], line[1:]
        if kind == b'$':
            return None if rest == b'-1' else self.file.read(int(rest) + 2)[:-2].decode()
        if kind == b'*':
            return None if rest == b'-1' else [self.read() for _ in range(int(rest))]
        return rest.decode()


def handle(raw):
    invoice = json.loads(raw)
    time.sleep(0.02)
    log.info('booked invoice %s partner=%s amount=%s', invoice['number'], invoice['partner'], invoice['amount'])


def main():
    redis = Redis()
    log.info('invoice-consumer 1.9.2 started, queue=invoices')
    while redis.do('LMOVE', 'invoices:processing', 'invoices', 'RIGHT', 'RIGHT') is not None:
        log.info('returned an unacknowledged message of the last run to the front of queue invoices')
    while True:
        raw = redis.do('BLMOVE', 'invoices', 'invoices:processing', 'RIGHT', 'LEFT', '1')
        if raw is None:
            continue
        try:
            handle(raw)
        except Exception:
            log.exception('unhandled exception while handling message %.160s', raw)
            sys.exit(1)
        redis.do('LREM', 'invoices:processing', '1', raw)


main()
