import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

let n = 0;
createServer((req, res) =>
  setTimeout(() => {
    appendFileSync(
      process.env.LOG,
      `${JSON.stringify({ time: new Date().toISOString(), level: 'INFO', msg: 'reserved', path: req.url, took_ms: 18 + (n++ % 9) })}\n`,
    );
    res.end('{"reserved":true}');
  }, 20),
).listen(Number(process.env.PORT), '127.0.0.1');
