import { createServer } from 'node:http';

const [port, name] = process.argv.slice(2);
createServer((_asked, response) => setTimeout(() => response.end('{"status":"ok"}'), 5)).listen(Number(port), '127.0.0.1', () =>
  console.log(`${new Date().toISOString()} INFO ${name} listening`),
);
