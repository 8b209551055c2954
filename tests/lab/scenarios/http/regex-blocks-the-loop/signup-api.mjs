import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, folder] = process.argv.slice(2);
const log = (line) => appendFileSync(`${folder}/signup-api.log`, `${new Date().toISOString()} ${line}\n`);
const isName = /^([a-zA-Z0-9]+[-_.]?)+@([a-z0-9]+\.)+[a-z]+$/;

createServer((asked, response) => {
  const since = Date.now();
  const email = new URL(asked.url, 'http://signup').searchParams.get('email');
  const isGood = email === null || isName.test(email);
  response.writeHead(isGood ? 200 : 422, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ isGood }));
  if (email !== null) log(`INFO POST /signup ${isGood ? 200 : 422} ${Date.now() - since}ms`);
}).listen(Number(port), '127.0.0.1', () => log(`INFO signup-api listening on ${port}`));
