import errno, os, random, selectors, socket, time
from datetime import datetime, timedelta, timezone

root = os.environ['LAB_DIR']
out = open(f'{root}/log/device_gateway.log', 'a', buffering=1)


def line(level, text, at=None):
    at = at or datetime.now(timezone.utc)
    out.write(f'{at:%H:%M:%S}.{at.microsecond // 1000:03d} {text.pop("meta", "")}[{level}] {text["m"]}\n')


now = datetime.now(timezone.utc)
for back in range(900, 2, -6):
    line('info', {'m': f'DeviceGateway.Session device=th-{random.randint(1000, 1999)} connected peer=10.8.{random.randint(0, 9)}.{random.randint(2, 250)} proto=1.4'}, now - timedelta(seconds=back + random.random()))
line('info', {'m': f'Running DeviceGateway.Endpoint with ranch 2.1.0 at 127.0.0.1:{os.environ["LAB_PORT_1"]} (tcp)'})
server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(('127.0.0.1', int(os.environ['LAB_PORT_1'])))
server.listen(128)
server.setblocking(False)
ready = selectors.DefaultSelector()
ready.register(server, selectors.EVENT_READ)
while True:
    for key, _ in ready.select(1):
        if key.fileobj is server:
            try:
                client, _ = server.accept()
            except OSError as error:
                if error.errno == errno.EMFILE:
                    line('error', {'meta': 'pid=<0.412.0> ', 'm': 'Ranch acceptor #PID<0.412.0> for listener :device_tcp reducing accept rate: out of file descriptors'})
                    line('warning', {'meta': 'pid=<0.398.0> ', 'm': f'DeviceGateway.Listener :gen_tcp.accept/1 returned {{:error, :emfile}}, sessions={len(ready.get_map()) - 1}'})
                    time.sleep(0.5)
                continue
            client.setblocking(False)
            try:
                client.send(b'DGW/1.4 ready\r\n')
            except OSError:
                client.close()
                continue
            ready.register(client, selectors.EVENT_READ)
            line('info', {'m': f'DeviceGateway.Session device=th-{random.randint(1000, 1999)} connected peer=127.0.0.1 proto=1.4'})
        else:
            try:
                data = key.fileobj.recv(4096)
            except OSError:
                data = b''
            if not data:
                ready.unregister(key.fileobj)
                key.fileobj.close()
                continue
            try:
                key.fileobj.send(b'OK\r\n')
            except OSError:
                ready.unregister(key.fileobj)
                key.fileobj.close()
