import { createServer } from 'node:http';

const [port, release] = process.argv.slice(2);
const say = (level, text) => console.log(`${new Date().toISOString()} ${level} ${text}`);

function settings() {
  if (release === '2.4.0' && process.env.PAYMENT_WEBHOOK_SECRET === undefined) {
    throw new Error('required setting PAYMENT_WEBHOOK_SECRET is not set');
  }
  return { webhooks: true };
}

say('INFO', `payment-api release ${release} starting`);
createServer((asked, response) => {
  try {
    settings();
    if (asked.url !== '/health') say('INFO', `${asked.method} ${asked.url} 200`);
    response.end('{"status":"ok"}');
  } catch (error) {
    say('ERROR', `${asked.method} ${asked.url} 500 ${error.stack.split('\n').slice(0, 2).join(' ')}`);
    response.writeHead(500, { 'content-type': 'application/json' });
    response.end('{"status":"error","message":"internal error"}');
  }
}).listen(Number(port), '127.0.0.1', () => say('INFO', `listening on ${port}`));
