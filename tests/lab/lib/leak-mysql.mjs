/**
 * A pool that leaks: keeps every connection that it opens, `node leak-mysql.mjs PORT LOGIN`. Prints READY at the first refusal. From then on
 * it leaks at the pace of a service, one every some seconds: whoever mends it sees that there is room again before it is gone once more.
 */

import { createConnection } from 'mysql2/promise';

const [port = '0', user = ''] = process.argv.slice(2);
let isFull = false;
const later = (ms) => new Promise((done) => setTimeout(done, ms));

for (;;) {
  try {
    const connection = await createConnection({ host: '127.0.0.1', port: Number(port), user, database: 'shop' });
    connection.on('error', () => undefined);
    await connection.query('select 1');
    if (isFull) await later(3_000);
  } catch {
    if (!isFull) console.log('READY');
    isFull = true;
    await later(300);
  }
}
