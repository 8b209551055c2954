/**
 * A small HTTP service: `node http-service.mjs PORT BEHAVIOUR [CERTIFICATE KEY]`. BEHAVIOUR is read anew for each request from the file of
 * that name, so that it can be changed while it runs:
 * `ok`, `slow MS`, `status CODE`, `body TEXT`, `redirect`, `reset`, `upstream HOST:PORT` (502 when that isn't there).
 */

import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

const [port = '0', behaviourFile = '', certificate, key] = process.argv.slice(2);
const options = certificate === undefined ? {} : { cert: readFileSync(certificate), key: readFileSync(key ?? '') };
const server = certificate === undefined ? createServer(answer) : createTlsServer(options, answer);
server.listen(Number(port), '127.0.0.1', () => console.log('READY'));

function answer(asked, response) {
  const [name = 'ok', ...rest] = readFileSync(behaviourFile, 'utf8').trim().split(' ');
  const given = rest.join(' ');
  const say = (status, text, headers = {}) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(text);
  };
  const good = '{"status":"ok"}';
  if (name === 'slow') setTimeout(() => say(200, good), Number(given));
  else if (name === 'status') say(Number(given), '{"status":"error"}', Number(given) === 429 ? { 'retry-after': '30' } : {});
  else if (name === 'body') say(200, given);
  else if (name === 'redirect') say(302, '', { location: asked.url ?? '/' });
  else if (name === 'reset') response.socket?.resetAndDestroy();
  else if (name === 'upstream') pass(given, say);
  else say(200, good);
}

function pass(upstream, say) {
  const [host, upstreamPort] = upstream.split(':');
  const asking = request({ host, port: Number(upstreamPort), path: '/health', timeout: 3_000 }, (got) => {
    got.resume();
    say(got.statusCode ?? 502, '{"status":"passed on"}');
  });
  asking.on('error', () => say(502, 'bad gateway'));
  asking.on('timeout', () => {
    asking.destroy();
    say(504, 'gateway timeout');
  });
  asking.end();
}
