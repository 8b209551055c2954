import { existsSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, flag] = process.argv.slice(2);
createServer((asked, response) => {
  if (asked.url.startsWith('/account') && existsSync(flag)) {
    // Release 7.2: the session with all of its roles in cookies.
    response.setHeader(
      'set-cookie',
      Array.from({ length: 6 }, (_, at) => `session.${at}=${'eyJhbGciOiJSUzI1NiJ9'.repeat(90)}; Path=/; HttpOnly`),
    );
  }
  response.setHeader('content-type', 'application/json');
  response.end('{"status":"ok"}');
}).listen(Number(port), '127.0.0.1', () => console.log('READY'));
