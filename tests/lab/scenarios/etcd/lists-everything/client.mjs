/** Clients of the registry: `node client.mjs URL fill COUNT`, `… one` (reads a key five times a second), `… all` (reads them all, always). */

const [url = '', work = '', count = '0'] = process.argv.slice(2);
const encoded = (text) => Buffer.from(text).toString('base64');
const ask = async (path, body) => (await fetch(`${url}/v3/kv/${path}`, { method: 'POST', body: JSON.stringify(body) })).text();
const key = (index) => encoded(`/catalog/item-${String(index).padStart(6, '0')}`);
const later = (ms) => new Promise((done) => setTimeout(done, ms));

if (work === 'fill') {
  const value = encoded(`{"title":"${'x'.repeat(400)}"}`);
  for (let from = 0; from < Number(count); from += 100)
    await ask('txn', { success: Array.from({ length: 100 }, (_, at) => ({ requestPut: { key: key(from + at), value } })) });
}
while (work === 'one' || work === 'all') {
  const asked = work === 'one' ? { key: key(7) } : { key: encoded('/catalog/'), range_end: encoded('/catalog0') };
  await ask('range', asked).catch(() => undefined);
  await later(work === 'one' ? 200 : 150);
}
