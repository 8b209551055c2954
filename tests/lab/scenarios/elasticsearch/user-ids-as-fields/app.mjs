// log-shipper: sends lines of two services in bulk; logs as filebeat does.

import { existsSync, readFileSync } from 'node:fs';
import { createServer, request as plain } from 'node:http';
import { request } from 'node:https';

const [port, release] = process.argv.slice(2);
const url = new URL(process.env.ELASTIC);
const auth = `${process.env.ELASTIC_LOGIN}:${readFileSync(`${process.env.LAB_DIR}/password`, 'utf8')}`;
const bulk = (body) =>
  new Promise((resolve, reject) => {
    const asking = (url.protocol === 'https:' ? request : plain)(
      {
        hostname: url.hostname,
        port: url.port,
        path: '/_bulk',
        method: 'POST',
        auth,
        rejectUnauthorized: false,
        headers: { 'content-type': 'application/x-ndjson' },
        timeout: 8000,
      },
      (got) => {
        let text = '';
        got.on('data', (chunk) => {
          text += chunk;
        });
        got.on('end', () => {
          try {
            resolve(JSON.parse(text));
          } catch (error) {
            reject(error);
          }
        });
      },
    );
    asking.on('error', reject);
    asking.end(body);
  });
const log = (level, msg, more = {}) =>
  console.log(
    JSON.stringify({
      'log.level': level,
      '@timestamp': new Date().toISOString(),
      'log.logger': 'elasticsearch',
      'log.origin': { 'file.name': 'elasticsearch/client.go', 'file.line': 446 },
      message: msg,
      'service.name': 'filebeat',
      'ecs.version': '1.6.0',
      ...more,
    }),
  );
let user = 0;
let isOk = false;
setInterval(async () => {
  const at = new Date().toISOString();
  const lines = [];
  for (const service of ['checkout', 'search'])
    for (let more = 0; more < 5; more += 1)
      lines.push({ index: { _index: `logs-${service}` } }, { '@timestamp': at, service, message: `GET /${service} 200`, took: more });
  for (let more = 0; more < 5; more += 1) {
    const doc = { '@timestamp': at, service: 'recommendation', message: 'scored', took: more };
    if (existsSync(release)) {
      user += 12;
      doc.scores = Object.fromEntries(Array.from({ length: 12 }, (_, of) => [`user_${user + of}`, 0.5 + of / 100]));
    }
    lines.push({ index: { _index: 'logs-recommendation' } }, doc);
  }
  try {
    const { items } = await bulk(`${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
    const bad = items.filter(({ index }) => index.status >= 400);
    isOk = bad.length === 0;
    if (isOk) log('info', `published ${items.length} events`);
    for (const { index } of bad)
      log('warn', `Cannot index event (status=${index.status}): dropping event! Look at the event log to view the event and cause.`, {
        index: index._index,
        error: index.error,
      });
  } catch (error) {
    isOk = false;
    log('error', `failed to perform any bulk index operations: ${error.message}`);
  }
}, 1000);
createServer((_asked, answer) => answer.writeHead(isOk ? 200 : 503).end(isOk ? 'ok' : 'events are dropped')).listen(
  Number(port),
  '127.0.0.1',
);
