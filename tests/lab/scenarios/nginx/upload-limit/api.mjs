import { createServer } from 'node:http';

const [port] = process.argv.slice(2);
const say = (text) => console.log(`${new Date().toISOString()} ${text}`);
createServer((asked, response) => {
  let size = 0;
  asked.on('data', (part) => (size += part.length));
  asked.on('end', () => {
    if (asked.url !== '/health') say(`INFO ${asked.method} ${asked.url} 200 ${size} bytes`);
    response.end('{"status":"ok"}');
  });
}).listen(Number(port), '127.0.0.1', () => say('INFO photo-api listening'));
