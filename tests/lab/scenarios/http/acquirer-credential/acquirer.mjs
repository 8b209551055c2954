import { createServer } from 'node:http';

createServer((req, res) => {
  req.resume();
  if (req.headers.authorization !== 'Bearer live_7QmZ') {
    res.writeHead(401, { 'content-type': 'application/json' });
    res.end('{"error":"unauthorized","message":"No valid API key provided"}');
    return;
  }
  setTimeout(() => res.end('{"id":"ch_1"}'), 40);
}).listen(Number(process.env.PORT), '127.0.0.1');
