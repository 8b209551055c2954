/** crm_sync: `node leak.mjs DATABASE_PORT`. One more connection for each customer that it copies; none is ever closed. */

import { createRequire } from 'node:module';

const mysql = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('mysql2/promise');
const later = (ms) => new Promise((done) => setTimeout(done, ms));
let isFull = false;
for (;;) {
  try {
    const connection = await mysql.createConnection({
      host: '127.0.0.1',
      port: Number(process.argv[2]),
      user: 'crm_sync',
      database: 'shop',
    });
    connection.on('error', () => undefined);
    await connection.query('select id, name from products where id = ?', [Math.ceil(Math.random() * 50)]);
    if (isFull) await later(4_000);
  } catch {
    if (!isFull) console.log('READY');
    isFull = true;
    await later(400);
  }
}
