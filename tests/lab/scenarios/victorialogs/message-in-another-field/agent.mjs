/** The log agent of billing: `node agent.mjs URL FIELD_FILE [past]`, five lines a second, or those of the last hour. */

import { readFileSync } from 'node:fs';

const [url = '', file = '', past] = process.argv.slice(2);
const line = (at) => {
  const text = `invoice INV-${at} of order ${at % 9973} written`;
  return JSON.stringify({ _time: new Date(at).toISOString(), [readFileSync(file, 'utf8').trim()]: text, app: 'billing', level: 'info' });
};
const send = (lines) =>
  fetch(`${url}/insert/jsonline?_stream_fields=app`, {
    method: 'POST',
    headers: { 'content-type': 'application/stream+json' },
    body: lines.join('\n'),
  });
const now = Date.now();
if (past === 'past') await send(Array.from({ length: 3_600 }, (_, at) => line(now - 3_600_000 + at * 1_000)));
else setInterval(() => void send(Array.from({ length: 5 }, () => line(Date.now()))).catch(() => undefined), 1_000);
