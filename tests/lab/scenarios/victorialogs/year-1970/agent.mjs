/** The log agent of billing: `node agent.mjs URL FILE`, five lines a second; FILE may hold by what its time is divided. */

import { existsSync, readFileSync } from 'node:fs';

const [url = '', file = ''] = process.argv.slice(2);
let count = 0;
setInterval(() => {
  const divided = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 1;
  const line = () => {
    count += 1;
    return JSON.stringify({
      _time: new Date(Date.now() / divided).toISOString(),
      _msg: `invoice ${count} written`,
      app: 'billing',
      level: 'info',
    });
  };
  const body = Array.from({ length: 5 }, line).join('\n');
  const headers = { 'content-type': 'application/stream+json' };
  void fetch(`${url}/insert/jsonline?_stream_fields=app`, { method: 'POST', headers, body }).catch(() => undefined);
}, 1_000);
