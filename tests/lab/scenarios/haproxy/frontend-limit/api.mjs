import { createServer } from 'node:http';

const [port] = process.argv.slice(2);
const say = (text) => console.log(`${new Date().toISOString()} ${text}`);
createServer((asked, response) => {
  if (asked.url === '/stock/stream') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    const timer = setInterval(() => response.write(`data: {"sku":1,"left":${Math.floor(Math.random() * 90)}}\n\n`), 1000);
    response.on('close', () => clearInterval(timer));
    say('INFO GET /stock/stream opened');
    return;
  }
  if (asked.url !== '/health') say(`INFO ${asked.method} ${asked.url} 200 3ms`);
  response.end('{"status":"ok"}');
}).listen(Number(port), '127.0.0.1', () => say('INFO shop-api listening'));
