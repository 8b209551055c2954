import { createServer } from 'node:http';

createServer((asked, response) => {
  setTimeout(() => response.end('id,total\n1,20\n'), asked.url.startsWith('/export') ? 4_000 : 5);
}).listen(Number(process.argv[2]), '127.0.0.1', () => console.log('READY'));
