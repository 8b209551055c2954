// shop-api: node server.mjs PORT CACHE_PORT RATES_PORT
import { createServer, get } from 'node:http';
import { createRequire } from 'node:module';

const Redis = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('ioredis');
const [port, cachePort, ratesPort] = process.argv.slice(2).map(Number);
const cache = new Redis(cachePort, '127.0.0.1');
cache.on('error', () => undefined);
const log = (level, text) => console.log(`${new Date().toISOString()} [${level}] shop-api: ${text}`);

const rates = () =>
  new Promise((done, failed) => {
    const asking = get({ host: '127.0.0.1', port: ratesPort, path: '/rates/EUR', timeout: 2000 }, (got) => {
      got.resume();
      got.on('end', done);
    });
    asking.on('timeout', () => asking.destroy(new Error('rates-api did not answer within 2000 ms')));
    asking.on('error', failed);
  });

createServer(async (asked, response) => {
  const say = (status, body) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  try {
    if (asked.url === '/cart') await cache.set(`cart:${Math.floor(Math.random() * 500)}`, JSON.stringify({ at: Date.now() }), 'EX', 3600);
    if (asked.url === '/checkout') await rates();
    log('info', `${asked.url} 200`);
    say(200, { status: 'ok' });
  } catch (error) {
    log('error', `${asked.url} 500 ${error.message}`);
    say(500, { error: 'sorry' });
  }
}).listen(port, '127.0.0.1', () => log('info', 'listening'));
