/** Writes the orders into the index: `node indexer.mjs PORT RELEASE_FILE`, three a second, and answers /health. */

import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port = '0', releaseFile = ''] = process.argv.slice(2);
const password = readFileSync(`${process.env.LAB_DIR}/password`, 'utf8');
const headers = {
  'content-type': 'application/json',
  authorization: `Basic ${Buffer.from(`${process.env.ELASTIC_LOGIN}:${password}`).toString('base64')}`,
};
let count = 0;
let release = '2.7.4';

async function writeOrder() {
  count += 1;
  if (existsSync(releaseFile) && release !== readFileSync(releaseFile, 'utf8').trim()) {
    release = readFileSync(releaseFile, 'utf8').trim();
    console.log(`${new Date().toISOString()} INFO  order-indexer ${release} started`);
  }
  const order = { '@timestamp': new Date().toISOString(), orderId: `o-${count}`, amount: count % 90 };
  const body = JSON.stringify(release === '2.7.4' ? order : { ...order, couponCode: 'SPRING' });
  const answer = await fetch(`${process.env.ELASTIC}/orders/_doc`, { method: 'POST', headers, body });
  const text = await answer.text();
  if (!answer.ok) console.log(`${new Date().toISOString()} ERROR order o-${count} was not indexed: ${answer.status} ${text.slice(0, 400)}`);
}

setInterval(() => void writeOrder().catch((error) => console.log(`${new Date().toISOString()} ERROR ${error.message}`)), 333);
createServer((_request, response) => response.end('{"status":"UP"}')).listen(Number(port), '127.0.0.1', () => console.log('READY'));
