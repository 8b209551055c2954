// account: sessions in memcached; logs as logback does. Begins with what its log had of last night.
import { createServer } from 'node:http';
import { connect } from 'node:net';

const [cachePort, port] = process.argv.slice(2).map(Number);
const stamp = (at) => new Date(at).toISOString().replace('T', ' ').replace('Z', '').replace('.', ',');
const line = (at, level, text) =>
  console.log(`${stamp(at)} ${level.padEnd(5)} [http-nio-8080-exec-${1 + (Math.floor(at / 7) % 20)}] c.e.account.SessionStore - ${text}`);
const night = new Date();
night.setHours(3, 0, 0, 0);
if (night.getTime() > Date.now() - 3600_000) night.setDate(night.getDate() - 1);
const from = night.getTime();
for (let at = from; at < from + 30 * 60_000; at += 5_000) {
  const bad = at >= from + 10 * 60_000 + 20_000 && at < from + 14 * 60_000;
  line(at + 113, 'INFO', `session loaded user=${1000 + ((at / 5000) % 700)} took=${2 + ((at / 5000) % 3)}ms`);
  if (bad)
    for (let more = 1; more < 4; more += 1)
      line(
        at + 1100 * more,
        'ERROR',
        `get session:${1000 + ((at / 5000 + more) % 700)} failed\nnet.spy.memcached.OperationTimeoutException: Timeout waiting for value: waited 1,000 ms. Node status: Connection Status { /127.0.0.1:${cachePort} active: true, authed: true, last read: ${1000 + more} ms ago }\n\tat net.spy.memcached.MemcachedClient.get(MemcachedClient.java:1240)\n\tat com.example.account.SessionStore.load(SessionStore.java:58)`,
      );
}
const ask = (words) =>
  new Promise((resolve, reject) => {
    const socket = connect(cachePort, '127.0.0.1', () => socket.write(words));
    socket.on('data', () => {
      socket.end();
      resolve();
    });
    socket.on('error', reject);
  });
async function load() {
  const begun = Date.now();
  const user = 1000 + Math.floor(Math.random() * 700);
  await ask(`set session:${user} 0 1800 300\r\n${'s'.repeat(300)}\r\n`);
  await ask(`get session:${user}\r\n`);
  line(Date.now(), 'INFO', `session loaded user=${user} took=${Date.now() - begun}ms`);
}
createServer((_asked, answer) =>
  load().then(
    () => answer.writeHead(200).end('{}'),
    () => answer.writeHead(500).end(),
  ),
).listen(port, '127.0.0.1');
setInterval(() => void load().catch((error) => line(Date.now(), 'ERROR', String(error))), 300);
