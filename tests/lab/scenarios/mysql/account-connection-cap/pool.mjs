/** A pool of so many connections that are used now and then; what can't be opened is tried again: `node pool.mjs PORT COUNT`. */
import { createRequire } from 'node:module';

const { createConnection } = createRequire(`${process.env.LAB_LIB}/x.mjs`)('mysql2/promise');
const [port, count] = process.argv.slice(2);
const later = (ms) => new Promise((done) => setTimeout(done, ms));
const open = [];
while (open.length < Number(count)) {
  try {
    open.push(await createConnection({ host: '127.0.0.1', port: Number(port), user: 'app', database: 'shop' }));
  } catch (error) {
    console.log(new Date().toISOString(), 'no connection:', error.message);
    await later(2_000);
  }
}
console.log('READY');
for (;;) {
  for (const each of open) await each.query('select count(*) from payments');
  await later(500);
}
