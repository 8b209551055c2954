// Opens connections as a pool without a limit does, and keeps them: node hold.mjs PORT
import { createRequire } from 'node:module';

const { default: pg } = await import(createRequire(`${process.env.LAB_LIB}/x.js`).resolve('pg'));
const kept = [];
for (let count = 0; count < 60; count += 1) {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: Number(process.argv[2]),
    user: 'metabase',
    database: 'shop',
    application_name: 'Metabase v0.49',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select count(*) from orders');
    kept.push(client);
  } catch (error) {
    console.log(`READY ${kept.length} ${error.message}`);
    break;
  }
}
setInterval(() => undefined, 60_000);
