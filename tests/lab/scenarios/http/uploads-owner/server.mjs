// media-api. Logs as winston's simple format with timestamps; its telemetry exporter never had a collector here.

import { appendFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { PORT, LOG, UPLOADS } = process.env;
const log = (level, text) => appendFileSync(LOG, `${new Date().toISOString()} [${level}] media-api: ${text}\n`);
log('info', `media-api 3.12.0 started, node ${process.version}`);
setInterval(
  () =>
    log(
      'error',
      'OTLPExporterError: connect ECONNREFUSED 127.0.0.1:4318\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1637:16)\n    at OTLPTraceExporter.send (/app/node_modules/@opentelemetry/otlp-exporter-base/build/src/platform/node/util.js:92:21)',
    ),
  1000,
);
setInterval(
  () =>
    log('warn', '(node:1) [DEP0040] DeprecationWarning: The `punycode` module is deprecated. Please use a userland alternative instead.'),
  7000,
);
let n = 0;
createServer((req, res) => {
  if (req.method !== 'POST') {
    res.end('{"status":"ok"}');
    return;
  }
  const file = `${UPLOADS}/2026-12/${Date.now().toString(36)}-${n++}.jpg`;
  req.resume().on('end', () => {
    try {
      writeFileSync(file, 'x');
      log('info', `POST /media 201 stored ${file}`);
      res.writeHead(201);
      res.end('{}');
    } catch (e) {
      log(
        'error',
        `POST /media 500 ${e.stack.split('\n').slice(0, 2).join('\n')}\n    at LocalStorage.put (/app/src/storage/local.js:37:5)\n    at MediaController.create (/app/src/media/controller.js:61:28)`,
      );
      res.writeHead(500);
      res.end('{"error":"internal"}');
    }
  });
}).listen(Number(PORT), '127.0.0.1');
