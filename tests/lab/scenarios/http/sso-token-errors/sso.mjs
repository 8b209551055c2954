/** Gives out signed tokens. `node sso.mjs PORT KEYS`: KEYS/active names the key that signs. */
import { createSign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, keys] = process.argv.slice(2);
const log = (level, text) => console.log(JSON.stringify({ time: new Date().toISOString(), level, service: 'sso', msg: text }));
createServer((asked, response) => {
  if (asked.url === '/healthz') return response.end('{"status":"ok"}');
  try {
    const key = readFileSync(`${keys}/${readFileSync(`${keys}/active`, 'utf8').trim()}`);
    const claims = Buffer.from(JSON.stringify({ sub: 'user', iat: Date.now() })).toString('base64url');
    response.end(`${claims}.${createSign('sha256').update(claims).sign(key, 'base64url')}`);
  } catch (error) {
    log('error', `POST /token failed: ${error.message}`);
    response.writeHead(500).end('{"error":"server_error"}');
  }
}).listen(Number(port), '127.0.0.1', () => log('info', `listening on ${port} as uid ${process.getuid()}`));
