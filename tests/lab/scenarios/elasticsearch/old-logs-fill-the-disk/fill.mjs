// node fill.mjs INDEX MEGABYTES: lines that don't compress well.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

const { ELASTIC, ELASTIC_LOGIN, LAB_DIR } = process.env;
const authorization = `Basic ${Buffer.from(`${ELASTIC_LOGIN}:${readFileSync(`${LAB_DIR}/password`, 'utf8')}`).toString('base64')}`;
const ask = async (method, path, body, type = 'application/json') => {
  const answer = await fetch(`${ELASTIC}/${path}`, { method, headers: { authorization, 'content-type': type }, body });
  if (!answer.ok) throw new Error(`${answer.status} ${(await answer.text()).slice(0, 300)}`);
};
const [index, megabytes] = process.argv.slice(2);
await ask(
  'PUT',
  index,
  '{"settings":{"number_of_replicas":0,"refresh_interval":"30s"},"mappings":{"dynamic":false,"properties":{"@timestamp":{"type":"date"},"level":{"type":"keyword"}}}}',
);
for (let part = 0; part < Number(megabytes) / 4; part += 1) {
  const lines = Array.from(
    { length: 40 },
    () =>
      `{"index":{}}\n${JSON.stringify({ '@timestamp': new Date().toISOString(), level: 'info', message: randomBytes(78_000).toString('base64') })}\n`,
  );
  await ask('POST', `${index}/_bulk`, lines.join(''), 'application/x-ndjson');
}
await ask('POST', `${index}/_flush?force=true&wait_if_ongoing=true`, '');
