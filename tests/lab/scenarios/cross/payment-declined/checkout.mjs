import { appendFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { request } from 'node:https';

const [port, gateway, dir] = process.argv.slice(2);
process.title = 'checkout';
const ca = readFileSync(`${dir}/ca.pem`);
const say = (level, text) => appendFileSync(`${dir}/checkout.log`, `${new Date().toISOString()} [${level}] ${text}\n`);
let n = 0;
createServer((_q, a) => {
  n += 1;
  const id = n;
  request({ host: 'localhost', port: Number(gateway), path: '/charge', ca, agent: false, family: 4 }, (got) => {
    got.resume();
    if (id % 4 === 0) say('INFO', `支付成功 order=${id} channel=card`);
    a.end('{"paid":true}');
  })
    .on('error', (e) => {
      say(
        'ERROR',
        `支付失败 order=${id} javax.net.ssl.SSLHandshakeException: PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed (${e.code ?? e.message})`,
      );
      a.writeHead(502).end('{"paid":false}');
    })
    .end();
}).listen(Number(port), '127.0.0.1');
