import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.LAB_LIB}/x.js`);
const [what, port, backend, log] = process.argv.slice(2);
process.title = what;
const stamp = () => new Date().toISOString().replace('T', ' ').replace('Z', '').replace('.', ',');
let work;
if (what === 'shop-orders') {
  const pool = require('mysql2/promise').createPool({
    host: '127.0.0.1',
    port: Number(backend),
    user: 'app',
    database: 'shop',
    connectionLimit: 5,
  });
  work = (id) => pool.query('insert into orders (customer, total) values (?, 10)', [id % 50]);
} else {
  const Redis = require('ioredis');
  const r = new Redis(Number(backend), '127.0.0.1', { connectionName: 'newsletter' });
  r.on('error', () => undefined);
  // Nobody has taken anything out since the sender was moved.
  work = (id) => r.rpush('mail:outbox', `${id}:${'m'.repeat(20_000)}`);
}
let n = 0;
createServer(async (_q, a) => {
  n += 1;
  const id = n;
  try {
    await work(id);
    if (id % 4 === 0) appendFileSync(log, `${stamp()} INFO  ${what} 处理完成 id=${id}\n`);
    a.end('{}');
  } catch (e) {
    appendFileSync(
      log,
      `${stamp()} ERROR ${what} 处理失败 id=${id} 原因: ${e.message}\nTraceback (most recent call last):\n  File "/srv/${what}/views.py", line 88, in post\n    self.repo.save(payload)\n${what === 'newsletter' ? 'redis.exceptions.OutOfMemoryError' : 'pymysql.err.OperationalError'}: ${e.message}\n`,
    );
    a.writeHead(500).end('{}');
  }
}).listen(Number(port), '127.0.0.1');
