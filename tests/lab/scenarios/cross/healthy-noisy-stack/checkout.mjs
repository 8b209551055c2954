// checkout-api: reads a cart from Redis and a price from PostgreSQL.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.LAB_LIB, 'x.mjs'));
const pg = require('pg');
const { Redis } = require('ioredis');
const [port, dbPort, redisPort] = process.argv.slice(2).map(Number);
const pool = new pg.Pool({ host: '127.0.0.1', port: dbPort, user: 'app', database: 'shop', application_name: 'checkout-api', max: 5 });
const redis = new Redis(redisPort, '127.0.0.1');
const log = (level, text) => console.log(`${new Date().toISOString()} ${level} checkout-api ${text}`);
createServer(async (asked, answer) => {
  if (asked.url === '/coupon/EXPIRED2025') {
    log('WARN', 'coupon EXPIRED2025 refused: expired on 2025-12-31, answered 422');
    return answer.writeHead(422).end('{"error":"coupon expired"}');
  }
  try {
    await redis.incr('cart:reads');
    await pool.query('select price from prices where id = $1', [1 + Math.floor(Math.random() * 500)]);
    answer.end('{"status":"ok"}');
  } catch (failure) {
    log('ERROR', failure.message);
    answer.writeHead(500).end();
  }
}).listen(port, '127.0.0.1', () => log('INFO', 'listening'));
