/** Writes one key over and over until etcd has no space for it: `node etcd-fill.mjs URL`. */

const [url = ''] = process.argv.slice(2);
const value = Buffer.alloc(200_000, 'x').toString('base64');

for (let count = 0; count < 2_000; count += 1) {
  const answer = await fetch(new URL('/v3/kv/put', url), { method: 'POST', body: JSON.stringify({ key: 'Y29uZmln', value }) });
  const text = await answer.text();
  if (text.includes('space exceeded')) process.exit(0);
}
process.exit(1);
