/** The scheduler: `node scheduler.mjs ZOOKEEPER_PORT`. Looks for work by one more session each time, and keeps them all. */

import { session } from './zk.mjs';

const later = (ms) => new Promise((done) => setTimeout(done, ms));
let isFull = false;
for (;;) {
  try {
    await session(Number(process.argv[2]));
    await later(isFull ? 5_000 : 60);
  } catch {
    if (!isFull) console.log('READY');
    isFull = true;
    await later(800);
  }
}
