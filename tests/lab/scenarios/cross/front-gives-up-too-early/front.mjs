import { appendFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const folder = process.env.LAB_DIR;
const log = (line) => appendFileSync(`${folder}/shop-front.log`, `${new Date().toISOString()} ${line}\n`);
let config = { stockTimeoutMs: 2000, stockRetries: 1 };
process.on('SIGHUP', () => {
  const now = JSON.parse(readFileSync(`${folder}/shop-front.json`, 'utf8'));
  for (const key of Object.keys(now))
    if (now[key] !== config[key]) log(`INFO configuration reloaded: ${key} ${config[key]} -> ${now[key]}`);
  config = now;
});

createServer(async (_asked, response) => {
  const sku = 1 + Math.floor(Math.random() * 500);
  const attempts = 1 + config.stockRetries;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const started = Date.now();
    try {
      const answer = await fetch(`http://127.0.0.1:${process.env.LAB_PORT_2}/stock?sku=${sku}`, {
        signal: AbortSignal.timeout(config.stockTimeoutMs),
      });
      await answer.text();
      log(`INFO GET /product/${sku} 200 stock-api answered in ${Date.now() - started}ms`);
      response.writeHead(200, { 'content-type': 'application/json' });
      return response.end('{"status":"ok"}');
    } catch {
      log(`WARN GET /product/${sku} stock-api: aborted after stockTimeoutMs=${config.stockTimeoutMs}, attempt ${attempt} of ${attempts}`);
    }
  }
  log(`ERROR GET /product/${sku} 503 stock-api timed out ${attempts} times`);
  response.writeHead(503, { 'content-type': 'application/json' });
  response.end('{"error":"stock not available"}');
}).listen(Number(process.env.LAB_PORT_3), '127.0.0.1', () => console.log('READY'));
