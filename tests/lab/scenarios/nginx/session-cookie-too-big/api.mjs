import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port] = process.argv.slice(2);
const say = (text) => console.log(`${new Date().toISOString()} ${text}`);
createServer((asked, response) => {
  if (asked.url === '/health') return response.end('{"status":"ok"}');
  const permissions = Number(readFileSync(`${process.env.LAB_DIR}/permissions`, 'utf8'));
  const session = Buffer.from(Array.from({ length: permissions }, (_, at) => `shop:order:${at}:read`).join(',')).toString('base64');
  if (asked.url?.startsWith('/account')) response.setHeader('set-cookie', `session=${session}; HttpOnly; Path=/`);
  say(`INFO GET ${asked.url} 200 user=u-${Math.floor(Math.random() * 5000)}`);
  response.end('{"orders":[]}');
}).listen(Number(port), '127.0.0.1', () => say('INFO account-api listening'));
