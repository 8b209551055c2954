import { appendFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const folder = process.env.LAB_DIR;
const login = Buffer.from(`${process.env.ELASTIC_LOGIN}:${readFileSync(`${folder}/password`, 'utf8')}`).toString('base64');
const log = (line) => appendFileSync(`${folder}/search-api.log`, `${new Date().toISOString()} ${line}\n`);
const words = ['shirt', 'shoe', 'lamp', 'chair'];

createServer(async (asked, response) => {
  const word = words[Math.floor(Math.random() * words.length)];
  const started = Date.now();
  try {
    const answer = await fetch(`${process.env.ELASTIC}/products/_search?q=title:${word}&size=5`, {
      headers: { authorization: `Basic ${login}` },
      signal: AbortSignal.timeout(5000),
    });
    const found = await answer.json();
    if (!answer.ok) throw new Error(`${answer.status} ${found.error?.type}`);
    const total = found.hits.total.value;
    log(`INFO GET ${asked.url}?q=${word} 200 ${Date.now() - started}ms index=products hits=${total}`);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ total }));
  } catch (error) {
    log(`ERROR GET ${asked.url}?q=${word} 500 ${error.message}`);
    response.writeHead(500, { 'content-type': 'application/json' });
    response.end('{"error":"internal server error"}');
  }
}).listen(Number(process.env.LAB_PORT_1), '127.0.0.1', () => console.log('READY'));
