import { createServer } from 'node:http';

const [port, name] = process.argv.slice(2);
createServer((asked, answer) =>
  setTimeout(() => answer.end(JSON.stringify({ status: 'ok', server: name })), asked.url === '/health' ? 5 : 250),
).listen(Number(port), '127.0.0.1', () => console.log('READY'));
