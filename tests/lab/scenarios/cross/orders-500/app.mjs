import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const pg = createRequire(`${process.env.LAB_LIB}/x.js`)('pg');
const [port, db, log] = process.argv.slice(2);
process.title = 'puma 6.4.0 (tcp://0.0.0.0:3000) [orders]';
let n = 0;
createServer(async (_q, a) => {
  n += 1;
  const id = n;
  const t = Date.now();
  const rid = `[${id.toString(16).padStart(8, '0')}-4c1e]`;
  // One connection for each request, as behind no pooler.
  const c = new pg.Client({ host: '127.0.0.1', port: Number(db), user: 'app', database: 'shop', application_name: 'puma: orders' });
  c.on('error', () => undefined);
  const tag = () => `${process.pid} ${rid}`;
  try {
    await c.connect();
    await c.query('select 1');
    await c.end();
    if (id % 4 === 0)
      appendFileSync(
        log,
        `I, [${new Date().toISOString().slice(0, -1)}000 #${tag()}  INFO -- : Completed 200 OK in ${Date.now() - t}ms (Views: 0.3ms | ActiveRecord: 1.1ms)\n`,
      );
    a.end('[]');
  } catch (e) {
    appendFileSync(
      log,
      `F, [${new Date().toISOString().slice(0, -1)}000 #${tag()} FATAL -- : \nActiveRecord::ConnectionNotEstablished (connection to server at "127.0.0.1", port ${db} failed: FATAL:  ${e.message}\n):\n\napp/controllers/orders_controller.rb:12:in \`index'\n`,
    );
    a.writeHead(500).end();
    await c.end().catch(() => undefined);
  }
}).listen(Number(port), '127.0.0.1');
