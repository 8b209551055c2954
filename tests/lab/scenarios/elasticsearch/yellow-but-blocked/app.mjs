// product-indexer: writes changed prices; logs as log4j2 does.

import { readFileSync } from 'node:fs';
import { createServer, request as plain } from 'node:http';
import { request } from 'node:https';

const [port] = process.argv.slice(2);
const url = new URL(process.env.ELASTIC);
const auth = `${process.env.ELASTIC_LOGIN}:${readFileSync(`${process.env.LAB_DIR}/password`, 'utf8')}`;
const put = (path, body) =>
  new Promise((resolve, reject) => {
    const asking = (url.protocol === 'https:' ? request : plain)(
      {
        hostname: url.hostname,
        port: url.port,
        path,
        method: 'PUT',
        auth,
        rejectUnauthorized: false,
        headers: { 'content-type': 'application/json' },
        timeout: 8000,
      },
      (got) => {
        let text = '';
        got.on('data', (chunk) => {
          text += chunk;
        });
        got.on('end', () => resolve({ status: got.statusCode, text }));
      },
    );
    asking.on('error', reject);
    asking.end(JSON.stringify(body));
  });
const log = (level, text) =>
  console.log(
    `${new Date().toISOString().replace('T', ' ').replace('Z', '').replace('.', ',')} [indexer-${count % 4}] ${level.padEnd(5)} com.example.search.ProductIndexer - ${text}`,
  );
let count = 0;
let isOk = false;
setInterval(async () => {
  count += 1;
  const id = count % 300;
  try {
    const { status, text } = await put(`/products/_doc/${id}`, { name: `product ${id}`, price: count % 97 });
    isOk = status < 300;
    if (isOk && count % 3 === 0) log('INFO', `product ${id} indexed`);
    if (!isOk)
      log(
        'ERROR',
        `product ${id} not indexed\nco.elastic.clients.elasticsearch._types.ElasticsearchException: [es/index] failed: [${JSON.parse(text).error.type}] ${JSON.parse(text).error.reason}\n\tat co.elastic.clients.transport.rest_client.RestClientTransport.getHighLevelResponse(RestClientTransport.java:334)\n\tat com.example.search.ProductIndexer.index(ProductIndexer.java:73)`,
      );
  } catch (error) {
    isOk = false;
    log('ERROR', String(error));
  }
}, 400);
createServer((_asked, answer) => answer.writeHead(isOk ? 200 : 503).end(isOk ? 'ok' : 'failing')).listen(Number(port), '127.0.0.1');
