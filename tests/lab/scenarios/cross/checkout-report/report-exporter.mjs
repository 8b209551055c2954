// report-exporter: opens a connection for each report, and keeps it.
import { createRequire } from 'node:module';

const pg = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('pg');
const port = Number(process.argv[2]);
const kept = [];

async function report() {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'cron', database: 'shop', application_name: 'report-exporter' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select count(*), max(id) from carts');
    kept.push(client);
  } catch (error) {
    console.log(`${new Date().toISOString()} ERROR report-exporter ${error.message}`);
  }
}

setInterval(() => void report(), 150);
