// Writes orders, five a second; the file `release` tells how an amount looks. The status of the newest is in the file `status`.
import { readFileSync, writeFileSync } from 'node:fs';

const { ELASTIC, ELASTIC_LOGIN, LAB_DIR } = process.env;
const authorization = `Basic ${Buffer.from(`${ELASTIC_LOGIN}:${readFileSync(`${LAB_DIR}/password`, 'utf8')}`).toString('base64')}`;
let order = 0;
const write = async () => {
  order += 1;
  const amount = readFileSync(`${LAB_DIR}/release`, 'utf8').trim() === 'new' ? `${order % 90}.99 EUR` : order % 9_000;
  const body = JSON.stringify({ '@timestamp': new Date().toISOString(), order, amount, country: 'DE' });
  const answer = await fetch(`${ELASTIC}/orders-2026.11/_doc`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body,
  });
  const text = await answer.text();
  if (!answer.ok) console.error(text.slice(0, 300));
  writeFileSync(`${LAB_DIR}/status`, String(answer.status));
};
await write();
console.log('READY');
setInterval(() => void write().catch(() => undefined), 200);
