import { appendFileSync, existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dir, pick, port } from './kit.mjs';

const Redis = createRequire(`${process.env.LAB_LIB}/`)('ioredis');
const client = new Redis({ port: port(1), host: '127.0.0.1' });
let number = 48100;
const stamp = (at) => at.toISOString().slice(0, 23).replace('T', ' ').replace('.', ',');
for (let at = Date.now() - 900_000; at < Date.now(); at += 5000) {
  number += 1;
  appendFileSync(
    `${dir}/log/invoice-consumer.log`,
    `${stamp(new Date(at))} INFO [billing.consumer] [77] booked invoice ${number} partner=${pick(['acme', 'globex', 'initech'])} amount=${pick(['120.00', '89.90', '1400.00'])}\n`,
  );
}
setInterval(() => {
  number += 1;
  const partner = pick(['acme', 'globex', 'initech']);
  const broken = existsSync(`${dir}/etc/.next`);
  if (broken) rmSync(`${dir}/etc/.next`);
  void client.lpush(
    'invoices',
    broken
      ? `{"number": "GX-${number}", "partner": "globex", "amount": 1.234,50, "lines": [{"sku": "A-1"}]}`
      : JSON.stringify({ number: `${number}`, partner, amount: '120.00' }),
  );
}, 400);
