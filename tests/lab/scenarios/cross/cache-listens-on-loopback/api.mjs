import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { Redis } = createRequire(`${process.env.LAB_LIB}/x.js`)('ioredis');
const [port, host] = process.argv.slice(2);
const say = (level, text) => console.log(`${new Date().toISOString()} ${level} ${text}`);
const cache = new Redis({ host, port: 6379, connectionName: 'profile-api', enableOfflineQueue: false, retryStrategy: () => 500 });
cache.on('error', (error) => say('ERROR', `profile-cache: ${error.message}`));
createServer(async (asked, response) => {
  try {
    await cache.get(`profile:${Math.floor(Math.random() * 500)}`);
    response.end('{"status":"ok"}');
  } catch (error) {
    say('ERROR', `${asked.method} ${asked.url} 500 profile-cache: ${error.message}`);
    response.writeHead(500);
    response.end('{"status":"error"}');
  }
}).listen(Number(port), '127.0.0.1', () => say('INFO', 'profile-api listening'));
