import assert from 'node:assert/strict';
import { test } from 'node:test';
import { peerIn } from '../../../../src/systems/linux/parse/peer-address.ts';

const refused = /Connection refused|ECONNREFUSED/i;

const lines: readonly [line: string, address: string | null, name?: string][] = [
  [
    '2026-11-30T19:38:31Z ERROR cannot connect to orders-db.internal (10.1.2.3:3306): Connection refused',
    '10.1.2.3:3306',
    'orders-db.internal',
  ],
  ['2026-11-30T19:38:31Z ERROR Connection refused', null],
  ['2026-11-30 19:38:31,120 ERROR [worker-3] Connection refused', null],
  ['19:38:31 connect to db.internal:5432 failed: Connection refused', 'db.internal:5432', 'db.internal'],
  ['java.net.ConnectException: Connection refused: db/10.0.0.1:3306', '10.0.0.1:3306', 'db'],
  ['Caused by: io.netty.channel.AbstractChannel$AnnotatedConnectException: Connection refused: /10.0.0.1:6379', '10.0.0.1:6379', ''],
  ['2026/11/30 19:38:31 dial tcp 10.1.2.3:6379: connect: connection refused', '10.1.2.3:6379', ''],
  ['write tcp 10.0.0.5:43210->10.1.2.3:6379: connection refused', '10.1.2.3:6379', ''],
  ['Get "http://cart:8080/items": dial tcp [fd00::5]:8080: connect: connection refused', '[fd00::5]:8080', ''],
  [
    '2026/11/30 19:38:31 [error] 12#12: *5 connect() failed (111: Connection refused) while connecting to upstream, client: 10.9.8.7, server: _, request: "GET / HTTP/1.1", upstream: "http://10.0.0.1:8080/", host: "shop:8443"',
    '10.0.0.1:8080',
    '',
  ],
  ['Error: connect ECONNREFUSED 127.0.0.1:5432', '127.0.0.1:5432', ''],
  ['    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16) ECONNREFUSED', null],
  ['app.py:42 [Errno 111] Connection refused', null],
  [
    'psycopg2.OperationalError: connection to server at "db.internal" (10.1.2.3), port 5432 failed: Connection refused',
    '10.1.2.3:5432',
    'db.internal',
  ],
  ['connection to server at "10.1.2.3", port 5432 failed: Connection refused', '10.1.2.3:5432', ''],
  ['curl: (7) Failed to connect to db.internal port 8443 after 2 ms: Connection refused', 'db.internal:8443', 'db.internal'],
  ['ssh: connect to host 10.1.2.3 port 22: Connection refused', '10.1.2.3:22', ''],
  ['redis.exceptions.ConnectionError: Error 111 connecting to cache:6379. Connection refused.', 'cache:6379', 'cache'],
  ['postfix/smtp[311]: connect to mx.example.org[10.1.2.3]:25: Connection refused', '10.1.2.3:25', 'mx.example.org'],
  ['rsync: [sender] failed to connect to localhost: Connection refused (111)', null],
  ['status:503 took:1200 Connection refused', null],
  ['redis://:secret@cache.internal:6379/0 Connection refused', 'cache.internal:6379', 'cache.internal'],
];

for (const [line, address, name = ''] of lines) {
  test(`peerIn() reads ${address ?? 'nobody'} from: ${line.slice(0, 90)}`, () => {
    const peer = peerIn(line, refused);

    assert.equal(peer?.address ?? null, address);
    assert.equal(peer?.name ?? '', name);
  });
}
