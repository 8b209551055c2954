// The shop's front: PORT SETTINGS. SETTINGS is read anew at each request and says where payments are: paymentsUrl.
import { readFileSync } from 'node:fs';
import { createServer, get } from 'node:http';

const [port, settings] = process.argv.slice(2);
const log = (level, words) => console.log(`${new Date().toISOString()} ${level} shop-front ${words}`);
createServer((asked, response) => {
  const say = (status, body) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (!asked.url.startsWith('/checkout')) return void say(200, { status: 'ok' });
  const { paymentsUrl } = JSON.parse(readFileSync(settings, 'utf8'));
  get(`${paymentsUrl}/health`, { timeout: 3000 }, (got) => {
    got.resume();
    log('INFO', `POST /checkout payment=${got.statusCode}`);
    say(got.statusCode === 200 ? 200 : 502, { status: got.statusCode });
  }).on('error', (error) => {
    log('ERROR', `checkout failed: payment service: ${error.message}`);
    say(502, { error: 'payment service unavailable' });
  });
}).listen(Number(port), '127.0.0.1', () => console.log('READY'));
