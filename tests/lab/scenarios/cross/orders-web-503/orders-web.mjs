/** `node orders-web.mjs PORT INVENTORY` */
import { createServer, request } from 'node:http';

const [port, inventory] = process.argv.slice(2);
const log = (level, text) => console.log(`${new Date().toISOString()} ${level} orders-web ${text}`);
createServer((asked, response) => {
  const asking = request(`${inventory}/stock/17`, { agent: false, timeout: 6_000 }, (got) => {
    got.resume();
    response.writeHead(got.statusCode).end('ok');
  });
  asking.on('error', (error) => {
    log('ERROR', `GET ${asked.url} 503: stock not known: ${error.message}`);
    response.writeHead(503).end();
  });
  asking.end();
}).listen(Number(port), '0.0.0.0', () => log('INFO', `listening on ${port}, inventory at ${inventory}`));
