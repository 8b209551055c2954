/** Takes jobs off the head of the table and puts new ones in at its end: `node dispatch.mjs PORT`. */
import { createRequire } from 'node:module';

const { createConnection } = createRequire(`${process.env.LAB_LIB}/x.mjs`)('mysql2/promise');
const connection = await createConnection({ host: '127.0.0.1', port: Number(process.argv[2]), user: 'app', database: 'shop' });
for (;;) {
  const started = Date.now();
  const [[job]] = await connection.query("select id, payload from jobs where state = 'new' order by id limit 1");
  console.log(new Date().toISOString(), `polled in ${Date.now() - started} ms`);
  if (job !== undefined) await connection.query('delete from jobs where id = ?', [job.id]);
  await connection.query("insert into jobs (state, payload) values ('new', repeat('j', 120))");
  await new Promise((later) => setTimeout(later, 500));
}
