// The recommendations that share the Redis, in a connection that stays: keeps it full, as it has always been.
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.LAB_LIB}/app.js`);
const Redis = require('ioredis');
const redis = new Redis({ host: '127.0.0.1', port: Number(process.argv[2]), username: 'recommend', password: 'also-2024' });
redis.on('error', () => undefined);
let count = 0;
setInterval(() => {
  for (let at = 0; at < 10; at += 1) {
    count += 1;
    void redis.set(`reco:${count}`, 'r'.repeat(1500), 'EX', 600).catch(() => undefined);
  }
}, 100);
