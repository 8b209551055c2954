import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { createServer } from 'node:http';

const [port] = process.argv.slice(2);
const say = (level, text) => console.log(`${new Date().toISOString()} ${level} ${text}`);
createServer((asked, response) => {
  try {
    const file = openSync(`${process.env.LAB_DIR}/templates/invoice.html`, 'r');
    readSync(file, Buffer.alloc(1000));
    if (!existsSync(`${process.env.LAB_DIR}/release-9`)) closeSync(file);
    response.end('{"status":"ok"}');
  } catch (error) {
    say('ERROR', `${asked.method} ${asked.url} 500 ${error.message}`);
    response.writeHead(500);
    response.end('{"status":"error"}');
  }
}).listen(Number(port), '127.0.0.1', () => say('INFO', 'invoice-api listening'));
