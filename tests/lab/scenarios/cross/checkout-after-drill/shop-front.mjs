/** A shop: `node shop-front.mjs PORT MYSQL_PORT REDIS_PORT`. GET /checkout puts into a cart and saves an order, GET / only reads. */
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.LAB_LIB}/../../../package.json`);
const mysql = require('mysql2/promise');
const { Redis } = require('ioredis');
const [port, mysqlPort, redisPort] = process.argv.slice(2).map(Number);
const pool = mysql.createPool({ host: '127.0.0.1', port: mysqlPort, user: 'app', database: 'shop', connectionLimit: 4 });
const redis = new Redis({ host: '127.0.0.1', port: redisPort, maxRetriesPerRequest: 1 });
redis.on('error', () => undefined);

createServer(async (asked, response) => {
  const wrong = [];
  const works = async (what) => {
    try {
      await what();
    } catch (error) {
      wrong.push(error);
    }
  };
  const isCheckout = asked.url?.startsWith('/checkout');
  await works(() => (isCheckout ? redis.hset('cart:7', 'sku1', '1') : redis.hgetall('cart:7')));
  await works(() =>
    pool.query(isCheckout ? "insert into orders (customer, status) values (7, 'open')" : 'select count(*) from orders where customer = 7'),
  );
  for (const error of wrong) console.log(new Date().toISOString(), asked.url, error.message);
  response.writeHead(wrong.length === 0 ? 200 : 500, { 'content-type': 'application/json' });
  response.end(wrong.length === 0 ? '{"status":"ok"}' : '{"status":"error","message":"please try again later"}');
}).listen(port, '127.0.0.1', () => console.log('READY'));
