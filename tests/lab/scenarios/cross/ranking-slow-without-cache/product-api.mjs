import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { connect } from 'node:net';

const { Pool } = createRequire(`${process.env.LAB_LIB}/x.mjs`)('pg');
const [port, cache, db] = process.argv.slice(2).map(Number);
const pool = new Pool({ host: '127.0.0.1', port: db, user: 'app', database: 'shop', max: 4, application_name: 'product-api' });
const stamp = () => new Date().toISOString().replace('T', ' ').replace('.', ',').slice(0, 23);
const log = (level, text) => console.log(`${stamp()} ${level.padEnd(7)} product_api.cache: ${text}`);
log('INFO', 'gunicorn worker booted, product_api 7.2.0');
const ask = (words, until) =>
  new Promise((done, fail) => {
    const socket = connect(cache, '127.0.0.1', () => socket.write(words));
    let heard = '';
    socket.setTimeout(500, () => {
      socket.destroy();
      fail(new Error('timed out'));
    });
    socket.on('data', (part) => {
      heard += part;
      if (until.test(heard)) {
        socket.destroy();
        done(heard);
      }
    });
    socket.on('error', fail);
  });
let misses = 0;
createServer(async (asked, answer) => {
  if (asked.url === '/healthz') return void answer.end('{"status":"ok"}');
  const shop = Number(new URL(asked.url, 'http://x').searchParams.get('shop') ?? 1) % 20;
  const key = `ranking:${shop}`;
  let found;
  try {
    const said = await ask(`get ${key}\r\n`, /(END|STORED)\r\n$/);
    if (said.startsWith('VALUE')) found = said.split('\r\n')[1];
  } catch (error) {
    misses += 1;
    if (misses <= 2 || misses % 25 === 0) {
      log(
        'WARNING',
        `cache unavailable, falling back to database (key=${key})
Traceback (most recent call last):
  File "/app/product_api/cache.py", line 44, in get
    return self._client.get(key)
  File "/usr/local/lib/python3.11/site-packages/pymemcache/client/base.py", line 703, in get
    return self._fetch_cmd(b"get", [key], False, key_prefix=self.key_prefix).get(key, default)
  File "/usr/local/lib/python3.11/site-packages/pymemcache/client/base.py", line 438, in _connect
    sock.connect(sockaddr)
${error.code === 'ECONNREFUSED' ? 'ConnectionRefusedError: [Errno 111] Connection refused' : `socket.timeout: ${error.message}`}`,
      );
    }
  }
  if (found === undefined) {
    const { rows } = await pool.query(
      'select product, sum(amount) as total from sales where shop = $1 group by product order by total desc limit 10',
      [shop],
    );
    found = JSON.stringify(rows);
    await ask(`set ${key} 0 600 ${found.length}\r\n${found}\r\n`, /STORED/).catch(() => undefined);
  }
  answer.end(found);
}).listen(port, '127.0.0.1');
