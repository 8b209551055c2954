/** product-search: `node search.mjs PORT`. /freshness is 200 as long as something was indexed in the last ten seconds. */

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

createServer((_asked, response) => {
  let age = Number.POSITIVE_INFINITY;
  try {
    age = Math.round((Date.now() - Number(readFileSync(`${process.env.LAB_DIR}/indexed`, 'utf8'))) / 1_000);
  } catch {
    // Nothing was indexed yet.
  }
  response.writeHead(age < 10 ? 200 : 503).end(JSON.stringify({ newestProductAgeSeconds: age }));
}).listen(Number(process.argv[2]), '127.0.0.1', () => console.log('READY'));
