/** `node shop.mjs PORT web|warmer`: the warmer writes all prices every five seconds for 20 seconds, web reads them and prints each second how many it found. */

import { connect } from 'node:net';

const [port = '0', role = 'web'] = process.argv.slice(2);
const socket = connect({ host: '127.0.0.1', port: Number(port) });
socket.on('error', () => process.exit(1));
const products = 2000;
const price = 'p'.repeat(200);

function warm() {
  for (let product = 0; product < products; product += 1) socket.write(`set price:${product} 0 20 ${price.length} noreply\r\n${price}\r\n`);
}

if (role === 'warmer') {
  socket.resume();
  warm();
  setInterval(warm, 5_000);
} else {
  let asked = 0;
  let found = 0;
  socket.on('data', (chunk) => {
    found += chunk.toString('latin1').split('VALUE ').length - 1;
  });
  setInterval(() => {
    for (let index = 0; index < 20; index += 1) {
      asked += 1;
      socket.write(`get price:${Math.floor(Math.random() * products)}\r\n`);
    }
  }, 100);
  setInterval(() => {
    console.log(`asked ${asked} found ${found}`);
    asked = 0;
    found = 0;
  }, 1_000);
}
