// storefront: the home page comes from memcached, or is built out of the catalogue; logs as Django does.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';

const [cachePort, port, productsFile] = process.argv.slice(2);
const stamp = () => new Date().toISOString().replace('T', ' ').replace('Z', '').replace('.', ',');
const ask = (words) =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(cachePort), '127.0.0.1', () => socket.write(words));
    let heard = '';
    socket.setTimeout(2000, () => socket.destroy(new Error('timeout')));
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1');
      if (/(END|STORED|ERROR[^\r]*)\r\n$/.test(heard)) {
        socket.end();
        resolve(heard);
      }
    });
    socket.on('error', reject);
  });
async function home() {
  const begun = Date.now();
  const key = ':1:catalog:home:v3';
  const got = await ask(`get ${key}\r\n`).catch(() => '');
  if (got.startsWith('VALUE')) {
    console.log(`[${stamp()}] INFO django.server "GET / HTTP/1.1" 200 ${got.length} ${Date.now() - begun}ms cache=hit`);
    return;
  }
  const count = Number(readFileSync(productsFile, 'utf8'));
  await new Promise((later) => setTimeout(later, 900 + count / 10));
  const body = JSON.stringify(
    Array.from({ length: count }, (_, at) => ({ id: at, title: `Product number ${at}`, url: `/p/${at}`, text: 'x'.repeat(180) })),
  );
  const put = await ask(`set ${key} 0 20 ${body.length}\r\n${body}\r\n`).catch((error) => String(error));
  if (!put.startsWith('STORED'))
    console.log(`[${stamp()}] WARNING storefront.cache set failed key=${key} bytes=${body.length}: ${put.trim().split('\r\n')[0]}`);
  console.log(`[${stamp()}] INFO django.server "GET / HTTP/1.1" 200 ${body.length} ${Date.now() - begun}ms cache=miss`);
}
createServer(async (_asked, answer) => {
  await home();
  answer.writeHead(200).end('<html>');
}).listen(Number(port), '127.0.0.1');
setInterval(() => void home(), 300);
