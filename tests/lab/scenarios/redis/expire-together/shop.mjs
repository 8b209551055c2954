/**
 * `node shop.mjs PORT SECONDS SPREAD`: a shop that reads products by way of Redis. Each lives for SECONDS and up to SPREAD more. What is missing
 * is read from the database and kept; when nearly all is missing, the whole catalogue is loaded. Prints the share of hits each second.
 */

import { connect } from 'node:net';

const [port = '0', seconds = '20', spread = '0'] = process.argv.slice(2);
const products = 20_000;
const value = 'p'.repeat(120);
const reader = connect({ host: '127.0.0.1', port: Number(port) });
const writer = connect({ host: '127.0.0.1', port: Number(port) });
for (const socket of [reader, writer]) socket.on('error', () => process.exit(1));
reader.write('CLIENT SETNAME shop\r\n');
writer.write('CLIENT SETNAME catalogue-loader\r\n');
writer.resume();

const asked = [];
let hits = 0;
let misses = 0;
let isLoading = false;
let rest = '';
reader.on('data', (chunk) => {
  const lines = (rest + chunk.toString('latin1')).split('\r\n');
  rest = lines.pop() ?? '';
  for (const line of lines) {
    if (line === '$-1') {
      misses += 1;
      const product = asked.shift();
      if (!isLoading) keep(product);
    } else if (line.startsWith('$')) {
      hits += 1;
      asked.shift();
    }
  }
});

function keep(product) {
  const lives = Number(seconds) + Math.floor(Math.random() * (Number(spread) + 1));
  writer.write(`SET product:${product} ${value} EX ${lives}\r\n`);
}

function load() {
  for (let product = 0; product < products; product += 1) keep(product);
  isLoading = false;
}

load();
await new Promise((later) => setTimeout(later, 1_500));
setInterval(() => {
  for (let index = 0; index < 60; index += 1) {
    const product = Math.floor(Math.random() * products);
    asked.push(product);
    reader.write(`GET product:${product}\r\n`);
  }
}, 100);
setInterval(() => {
  const share = Math.round((100 * hits) / Math.max(1, hits + misses));
  console.log(`hits ${share} %, read from the database ${misses}`);
  if (share < 50 && !isLoading) {
    isLoading = true;
    setTimeout(load, 3_000);
  }
  hits = 0;
  misses = 0;
}, 1000);
