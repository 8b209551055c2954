// Shippers: `app.mjs URL APP FILE`; a batch of lines a second. With FILE there it is the new one. Logs as vector does.
import { existsSync } from 'node:fs';

const [url, app, file] = process.argv.slice(2);
let sent = 0;
setInterval(async () => {
  const isNew = existsSync(file);
  const lines = Array.from({ length: 6 }, (_, at) =>
    JSON.stringify({
      _time: new Date(isNew ? Date.now() / 1000 : Date.now() + at).toISOString(),
      _msg: `${app} request ${sent + at} done`,
      app,
      level: 'info',
    }),
  );
  const at = new Date().toISOString().replace('Z', '000Z');
  try {
    const answer = await fetch(`${url}/insert/jsonline?_stream_fields=app`, {
      method: 'POST',
      headers: { 'content-type': 'application/stream+json' },
      body: lines.join('\n'),
    });
    sent += lines.length;
    console.log(
      `${at}  ${answer.ok ? 'INFO' : 'WARN'} sink{component_kind="sink" component_id=vlogs component_type=http version=${isNew ? '0.43.1' : '0.34.0'}}: vector::sinks::http: Events sent. count=${lines.length} total=${sent} status=${answer.status} first_timestamp=${JSON.parse(lines[0])._time}`,
    );
  } catch (error) {
    console.log(`${at} ERROR sink{component_id=vlogs}: vector::sinks::util::retries: Request failed. error=${error.message}`);
  }
}, 1000);
