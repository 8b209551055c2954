// booking-api: opens a connection per request, as PHP-like and serverless code does; logs as uvicorn with SQLAlchemy.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.LAB_LIB}/app.js`);
const pg = require('pg');
const [dbPort, port] = process.argv.slice(2).map(Number);
async function slots(from) {
  const client = new pg.Client({ host: '127.0.0.1', port: dbPort, user: 'app', database: 'shop', application_name: 'booking-api' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    // The page makes three queries and renders between them.
    for (let query = 0; query < 3; query += 1) {
      await client.query('select id, starts_at from slots where free order by starts_at limit 20');
      await new Promise((later) => setTimeout(later, 250));
    }
    console.log(`INFO:     10.2.0.${from}:0 - "GET /slots HTTP/1.1" 200 OK`);
    return true;
  } catch (error) {
    console.log(`INFO:     10.2.0.${from}:0 - "GET /slots HTTP/1.1" 500 Internal Server Error
ERROR:    Exception in ASGI application
Traceback (most recent call last):
  File "/usr/local/lib/python3.11/site-packages/uvicorn/protocols/http/httptools_impl.py", line 426, in run_asgi
    result = await app(self.scope, self.receive, self.send)
  File "/app/booking/db.py", line 23, in get_session
    connection = await engine.connect()
sqlalchemy.exc.OperationalError: (psycopg.OperationalError) connection failed: connection to server at "127.0.0.1", port ${dbPort} failed: FATAL:  ${error.message}
(Background on this error at: https://sqlalche.me/e/20/e3q8)`);
    return false;
  } finally {
    void client.end().catch(() => undefined);
  }
}
createServer(async (_asked, answer) => {
  const ok = await slots(9);
  answer.writeHead(ok ? 200 : 500, { 'content-type': 'application/json' }).end(ok ? '[]' : '{"detail":"Internal Server Error"}');
}).listen(port, '127.0.0.1');
setInterval(() => void slots(10 + Math.floor(Math.random() * 200)), 90);
