/** What the provider at the other end of the internet does: takes messages while there is credit. `node provider.mjs PORT CREDIT_FILE` */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, credit] = process.argv.slice(2);
createServer((_, response) => {
  const hasCredit = Number(readFileSync(credit, 'utf8')) > 0;
  response.setHeader('content-type', 'application/json');
  if (hasCredit) response.writeHead(201).end('{"status":"queued"}');
  else response.writeHead(402).end('{"code":30019,"message":"Insufficient prepaid balance on account AC7731. Please top up."}');
}).listen(Number(port), '127.0.0.1', () => console.log('READY'));
