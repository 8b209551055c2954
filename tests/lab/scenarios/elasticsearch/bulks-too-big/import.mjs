/** The nightly import of the catalogue: ten bulks of 8 MB at a time, and again when one is refused. */

import { readFileSync } from 'node:fs';

const password = readFileSync(`${process.env.LAB_DIR}/password`, 'utf8');
const headers = {
  'content-type': 'application/x-ndjson',
  authorization: `Basic ${Buffer.from(`${process.env.ELASTIC_LOGIN}:${password}`).toString('base64')}`,
};
const later = (ms) => new Promise((done) => setTimeout(done, ms));
const sheet = { text: 'x'.repeat(100_000) };

async function worker(number) {
  const body = Array.from({ length: 80 }, (_, at) => `{"index":{"_id":"${number}-${at}"}}\n${JSON.stringify({ sheet })}\n`).join('');
  for (;;) {
    const answer = await fetch(`${process.env.ELASTIC}/catalogue/_bulk?filter_path=errors`, { method: 'POST', headers, body }).catch(
      () => undefined,
    );
    if (answer !== undefined && answer.status !== 200) console.log(answer.status, (await answer.text()).slice(0, 300));
    else await answer?.text().catch(() => undefined);
    await later(300);
  }
}

for (let number = 0; number < 10; number += 1) void worker(number);
