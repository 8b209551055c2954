import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.LAB_LIB, 'x.js'));
const { createPool } = require('mysql2/promise');
const { Redis } = require('ioredis');
const pool = createPool({ host: '127.0.0.1', port: Number(process.env.LAB_PORT_1), user: 'app', database: 'shop', connectionLimit: 10 });
const cache = new Redis({ host: '127.0.0.1', port: Number(process.env.LAB_PORT_2), connectionName: 'home-api' });
cache.on('error', () => undefined);

createServer(async (asked, response) => {
  const segment = Number(/^\/home\/(\d+)$/.exec(asked.url)?.[1] ?? Math.floor(Math.random() * 12));
  let page = await cache.get(`home:${segment}`);
  if (page === null) {
    // Three lists of recommendations, one after the other.
    const lists = [];
    for (let list = 0; list < 3; list += 1) {
      const [rows] = await pool.query(
        'select product, sum(score) as score from clicks where segment <> ? group by product order by score desc limit 10',
        [segment + list],
      );
      lists.push(rows);
    }
    page = JSON.stringify(lists);
    await cache.set(`home:${segment}`, page, 'EX', 600);
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(page);
}).listen(Number(process.env.LAB_PORT_3), '127.0.0.1', () => console.log('READY'));
