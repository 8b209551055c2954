import { createServer } from 'node:http';

const [port] = process.argv.slice(2);
const say = (level, text) => console.log(`${new Date().toISOString()} ${level} ${text}`);
say('INFO', 'orders-api 5.2.1 starting');
const server = createServer((_asked, response) => response.end('{"status":"ok"}'));
server.on('error', (error) => {
  say('FATAL', `cannot start: ${error.message}`);
  process.exit(1);
});
server.listen(Number(port), '127.0.0.1', () => say('INFO', `listening on 127.0.0.1:${port}`));
