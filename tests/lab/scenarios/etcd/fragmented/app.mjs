/**
 * Applications of etcd's: `node app.mjs URL work` reads and writes the addresses of services without end; `… URL reports` writes large values
 * until the file is at 86 % of its quota, deletes them and compacts; `… URL share` prints how much of its quota the file takes, in percent.
 */
const [url = '', work = ''] = process.argv.slice(2);
const text = (value) => Buffer.from(value).toString('base64');
async function ask(path, body) {
  const answer = await fetch(new URL(path, url), { method: 'POST', body: JSON.stringify(body), signal: AbortSignal.timeout(5_000) });
  const found = await answer.json();
  if (!answer.ok) throw new Error(JSON.stringify(found));
  return found;
}
async function share() {
  const page = await (await fetch(new URL('/metrics', url))).text();
  const value = (name) => Number(new RegExp(`^${name} (.*)$`, 'm').exec(page)?.[1] ?? 'NaN');
  return (100 * value('etcd_mvcc_db_total_size_in_bytes')) / value('etcd_server_quota_backend_bytes');
}
if (work === 'share') console.log(Math.round(await share()));
if (work === 'work') {
  let count = 0;
  setInterval(async () => {
    try {
      count += 1;
      await ask('/v3/kv/put', { key: text(`/services/api-${count % 20}`), value: text(`10.0.0.${count % 20}:8080`) });
      await ask('/v3/kv/range', { key: text('/services/'), range_end: text('/services0') });
    } catch (error) {
      console.log(`ERROR ${error.message}`);
    }
  }, 200);
  console.log('READY');
}
if (work === 'reports') {
  const value = Buffer.alloc(400_000, 'r').toString('base64');
  for (let count = 0; count < 300 && (await share()) < 86; count += 1) await ask('/v3/kv/put', { key: text(`/reports/${count}`), value });
  const { header } = await ask('/v3/kv/deleterange', { key: text('/reports/'), range_end: text('/reports0') });
  await ask('/v3/kv/compaction', { revision: header.revision, physical: true });
}
