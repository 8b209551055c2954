import { existsSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, name, marker] = process.argv.slice(2);
const log = (level, text) => console.log(`${new Date().toISOString()} [${level}] catalog(${name}): ${text}`);
createServer((asked, answer) => {
  if (existsSync(marker)) {
    log('error', `${asked.method} ${asked.url} failed: Error: ENOENT: no such file or directory, open 'dist/templates/item.html'`);
    answer.writeHead(500).end('Internal Server Error');
  } else {
    answer.end(JSON.stringify({ status: 'ok', server: name }));
  }
}).listen(Number(port), '127.0.0.1', () => log('info', 'READY'));
