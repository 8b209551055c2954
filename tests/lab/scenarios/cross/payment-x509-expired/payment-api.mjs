import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Agent, request } from 'node:https';

const [port, upstream] = process.argv.slice(2).map(Number);
const agent = new Agent({ keepAlive: false, ca: readFileSync(process.argv[4]) });
const log = (level, msg, more = {}) =>
  console.log(
    JSON.stringify({ level, ts: Date.now() / 1000, caller: level === 'error' ? 'acquirer/client.go:118' : 'cmd/main.go:61', msg, ...more }),
  );
log('info', 'payment-api up', { version: 'v4.9.1', acquirer: `https://127.0.0.1:${upstream}` });
const charge = () =>
  new Promise((done, fail) => {
    const asking = request({ host: '127.0.0.1', port: upstream, path: '/v1/charges', agent, timeout: 3000 }, (got) => {
      got.resume();
      got.on('end', () => (got.statusCode < 400 ? done() : fail(new Error(`unexpected status ${got.statusCode}`))));
    });
    asking.on('error', fail);
    asking.on('timeout', () => asking.destroy(new Error('context deadline exceeded')));
    asking.end();
  });
createServer(async (asked, answer) => {
  if (asked.url === '/healthz') return void answer.end('ok');
  try {
    await charge();
    answer.end('{"charged":true}');
  } catch (error) {
    const why =
      error.code === 'CERT_HAS_EXPIRED'
        ? `tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time ${new Date().toISOString().slice(0, 19)}Z is after ${process.argv[5]}`
        : error.message;
    log('error', 'charge failed', { error: `Post "https://127.0.0.1:${upstream}/v1/charges": ${why}`, attempt: 3, merchant: 'm_8812' });
    answer.writeHead(502);
    answer.end('{"error":"acquirer_unavailable"}');
  }
}).listen(port, '127.0.0.1');
