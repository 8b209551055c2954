// reviews: reads in transactions that its pool ends with a rollback (autocommit off); logs as slog does.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.LAB_LIB}/app.js`);
const pg = require('pg');
const [dbPort, port] = process.argv.slice(2).map(Number);
const pool = new pg.Pool({ host: '127.0.0.1', port: dbPort, user: 'app', database: 'shop', max: 4, application_name: 'reviews' });
async function read(product) {
  const client = await pool.connect();
  const begun = process.hrtime.bigint();
  await client.query('begin read only');
  const { rows } = await client.query('select id, stars, words from reviews where product = $1', [product]);
  await client.query('rollback');
  client.release();
  console.log(
    JSON.stringify({
      time: new Date().toISOString(),
      level: 'INFO',
      msg: 'request',
      path: '/reviews',
      product,
      status: 200,
      rows: rows.length,
      ms: Number(process.hrtime.bigint() - begun) / 1e6,
    }),
  );
}
createServer((_asked, answer) =>
  read(3).then(
    () => answer.writeHead(200).end('[]'),
    () => answer.writeHead(500).end(),
  ),
).listen(port, '127.0.0.1');
let count = 0;
setInterval(() => {
  count += 1;
  void read(count % 100);
  if (count % 8 === 0) void pool.query("insert into reviews (product, stars, words) values ($1, 5, 'good')", [count % 100]);
}, 120);
