// Ships the log lines of an application: URL APP RELEASE. 2.x writes the time in seconds where 1.x wrote it as text.
import { readFileSync } from 'node:fs';

const [url, app, release] = process.argv.slice(2);
let count = 0;
setInterval(() => {
  const isNew = readFileSync(release, 'utf8').startsWith('2.');
  const lines = Array.from({ length: 3 }, () => {
    count += 1;
    // Milliseconds divided once too often.
    const time = isNew ? new Date(Date.now() / 1000).toISOString() : new Date().toISOString();
    return JSON.stringify({ _time: time, _msg: `order ${count} accepted`, app, level: 'info' });
  });
  fetch(`${url}/insert/jsonline?_stream_fields=app`, {
    method: 'POST',
    headers: { 'content-type': 'application/stream+json' },
    body: lines.join('\n'),
  })
    .then((answer) => console.log(`${new Date().toISOString()} shipped ${lines.length} lines: ${answer.status}`))
    .catch((error) => console.log(`${new Date().toISOString()} ${error.message}`));
}, 1000);
