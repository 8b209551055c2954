// The checkout: PORT. Asks the payment provider, which takes its 600 ms, and waits for nothing else.
import { createServer } from 'node:http';

const [port] = process.argv.slice(2);
createServer((asked, response) => {
  const say = () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
  if (asked.url.startsWith('/health')) say();
  else setTimeout(say, 600);
}).listen(Number(port), '127.0.0.1', () => console.log('READY'));
