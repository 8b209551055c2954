// The account service: PORT RELEASE, where RELEASE is a file with the release that runs. From 4.8 on the login sets the claims as cookies.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, release] = process.argv.slice(2);
createServer((asked, response) => {
  const path = asked.url.split('?')[0];
  if (path === '/login') {
    const count = readFileSync(release, 'utf8').startsWith('4.8') ? 14 : 1;
    const cookies = Array.from(
      { length: count },
      (_, at) => `sso.claims.${at}=${Buffer.alloc(700, `role-${at}-`).toString('base64')}; Path=/; HttpOnly`,
    );
    response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': cookies });
    response.end('{"user":"known"}');
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end('{"status":"ok"}');
}).listen(Number(port), '127.0.0.1', () => console.log('READY'));
