import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

createServer((req, res) => {
  appendFileSync(
    process.env.LOG,
    `time=${new Date().toISOString()} level=INFO msg=request method=${req.method} path=${req.url} status=200 dur=3.1ms\n`,
  );
  res.end('{"ok":true}');
}).listen(Number(process.env.PORT), '127.0.0.1');
