/** Looks members up by phone, `node lookup.mjs PORT text|number`. */
import { createRequire } from 'node:module';

const { createConnection } = createRequire(`${process.env.LAB_LIB}/x.mjs`)('mysql2/promise');
const [port, how] = process.argv.slice(2);
const connection = await createConnection({ host: '127.0.0.1', port: Number(port), user: 'app', database: 'shop' });
for (;;) {
  const phone = 13_800_000_001 + Math.floor(Math.random() * 300_000);
  await connection.query(`select id, name, city from members where phone = ${how === 'text' ? `'${phone}'` : phone}`);
  await new Promise((done) => setTimeout(done, 400));
}
