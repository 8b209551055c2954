import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, name] = process.argv.slice(2);
const say = (text) => console.log(`${new Date().toISOString()} ${text}`);
createServer((asked, response) => {
  const release = readFileSync(`${process.env.LAB_DIR}/release`, 'utf8').trim();
  const health = release === '3.1.0' ? '/health' : '/internal/healthz';
  const known = asked.url === health || asked.url?.startsWith('/api/') === true;
  say(`${known ? 'INFO' : 'WARN'} ${asked.method} ${asked.url} ${known ? 200 : 404}`);
  response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' });
  response.end(known ? `{"status":"ok","release":"${release}"}` : '{"error":"no such route"}');
}).listen(Number(port), '127.0.0.1', () => say(`INFO ${name} listening`));
