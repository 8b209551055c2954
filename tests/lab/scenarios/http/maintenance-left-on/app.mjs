import { existsSync } from 'node:fs';
import { createServer } from 'node:http';

const [port] = process.argv.slice(2);
const flag = `${process.env.LAB_DIR}/maintenance.enable`;
const say = (text) => console.log(`${new Date().toISOString()} ${text}`);
let before = false;
createServer((asked, response) => {
  const closed = existsSync(flag);
  if (closed !== before) say(closed ? `WARN maintenance mode is on (${flag})` : 'INFO maintenance mode is off');
  before = closed;
  response.writeHead(200, { 'content-type': 'text/html' });
  if (closed)
    response.end("<html><title>Maintenance</title><h1>We'll be back soon</h1><p>The shop is down for scheduled maintenance.</p></html>");
  else response.end('<html><title>Shop</title><h1>Kettle</h1><button>Add to cart</button></html>');
  say(`INFO GET ${asked.url} 200 ${closed ? 'page=maintenance' : 'page=product'}`);
}).listen(Number(port), '127.0.0.1', () => say('INFO shop-front listening'));
