import { readFileSync } from 'node:fs';
import { request as ask } from 'node:https';
import { dir, id, logTo, past, port, serve } from './kit.mjs';

const out = logTo('label-service.log');
const trace = (level, target, text, at = new Date()) =>
  out(`${at.toISOString().replace('Z', '123Z')} ${level.padStart(5)} ${target}: ${text}`);
past(900, 7, (at) =>
  trace(
    'INFO',
    `request{method=POST path=/labels request_id=${id()}}: label_service::carrier`,
    `label created carrier="nordfracht" elapsed_ms=${60 + Math.round(Math.random() * 50)}`,
    at,
  ),
);
const carrier = (path) =>
  new Promise((done, fail) => {
    const asking = ask(
      { host: 'localhost', port: port(2), path, ca: readFileSync(`${dir}/etc/ca.pem`), agent: false, timeout: 4000 },
      (got) => {
        got.resume();
        done(got.statusCode);
      },
    );
    asking.on('error', fail);
    asking.end();
  });
trace('INFO', 'label_service', `listening on 127.0.0.1:${port(1)}`);
serve(port(1), async (request, say) => {
  if (request.url === '/health') return say(200, { status: 'ok' });
  const span = `request{method=POST path=/labels request_id=${id()}}`;
  const begun = Date.now();
  try {
    await carrier('/v2/labels');
    trace('INFO', `${span}: label_service::carrier`, `label created carrier="nordfracht" elapsed_ms=${Date.now() - begun}`);
    say(200, { label: id() });
  } catch (error) {
    const words = error.code === 'CERT_HAS_EXPIRED' ? 'invalid peer certificate: Expired' : `${error.code}`;
    trace('WARN', `${span}: label_service::carrier`, `carrier call failed, giving up after 1 attempt carrier="nordfracht"`);
    trace(
      'ERROR',
      `${span}: label_service::api`,
      `error sending request for url (https://localhost:${port(2)}/v2/labels): client error (Connect): ${words} error.kind=Connect`,
    );
    say(503, { error: 'carrier unavailable' });
  }
});
