/** `node inventory-api.mjs ADDRESS PORT` */
import { createServer } from 'node:http';

const [address, port] = process.argv.slice(2);
createServer((_, response) => response.end('{"stock":12}')).listen(Number(port), address, () => console.log('READY'));
