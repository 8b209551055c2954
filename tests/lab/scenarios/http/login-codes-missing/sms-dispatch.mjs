/** Takes codes to be sent and hands them to the provider, thrice at most. `node sms-dispatch.mjs PORT PROVIDER` */
import { createServer } from 'node:http';

const [port, provider] = process.argv.slice(2);
const log = (level, text) => console.log(`${new Date().toISOString()} ${level} [sms-dispatch] ${text}`);
const totals = { sent: 0, failed: 0 };
let next = 5_000;
async function deliver(id, attempt) {
  const answer = await fetch(`${provider}/v1/messages`, {
    method: 'POST',
    body: JSON.stringify({ id, to: '+49151…', text: 'Your code' }),
  }).catch((error) => error);
  if (answer.ok) {
    totals.sent += 1;
    log('INFO', `message ${id} accepted by provider`);
    return true;
  }
  const why = answer instanceof Error ? answer.message : `HTTP ${answer.status} ${await answer.text()}`;
  log('WARN', `message ${id} attempt ${attempt}/3 not accepted: ${why}`);
  if (attempt < 3) return deliver(id, attempt + 1);
  totals.failed += 1;
  log('ERROR', `message ${id} dropped after 3 attempts`);
  return false;
}
createServer(async (asked, response) => {
  if (asked.url === '/healthz') return response.end(JSON.stringify({ status: 'ok', queue: 0 }));
  if (asked.url === '/metrics') return response.end(`sms_sent_total ${totals.sent}\nsms_failed_total ${totals.failed}\n`);
  next += 1;
  const isSent = await deliver(`m-${next}`, 1);
  // Who asked is told at once that it was taken; the header is for tests by hand.
  response.writeHead(202, { 'x-delivered': String(isSent) }).end('{"accepted":true}');
}).listen(Number(port), '127.0.0.1', () => log('INFO', `listening on ${port}, provider ${provider}`));
