/** A reporting tool whose pool has no limit that matters: takes what it gets and keeps it. */
import { createRequire } from 'node:module';

const { Client } = createRequire(`${process.env.LAB_LIB}/x.js`)('pg');
const [port] = process.argv.slice(2).map(Number);
for (;;) {
  const db = new Client({ host: '127.0.0.1', port, user: 'bi_reader', database: 'shop', application_name: 'metabase' });
  db.on('error', () => undefined);
  try {
    await db.connect();
    await db.query('select state, count(*) from orders group by state');
  } catch {
    console.log('READY');
    await new Promise((again) => setTimeout(again, 400));
  }
}
