import { createServer } from 'node:http';
import { connect } from 'node:net';

const [port, redis] = process.argv.slice(2).map(Number);
const log = (level, msg, more) =>
  console.log(JSON.stringify({ timestamp: new Date().toISOString(), level, logger: 'settle', message: msg, ...more }));
log('INFO', 'settle-api 1.17.4 starting', { pid: process.pid });
const cache = connect(redis, '127.0.0.1', () => log('INFO', 'connected to settle-cache'));
cache.on('error', () => undefined);
cache.resume();
let n = 0;
createServer((asked, answer) => {
  n += 1;
  if (asked.url !== '/healthz') {
    cache.write(`INCR settled\r\n`);
    log('INFO', 'settlement accepted', { batch: 90000 + n, took_ms: 3 + (n % 7) });
  }
  answer.end('ok');
}).listen(port, '127.0.0.1', () => log('INFO', 'listening', { port: 8080 }));
