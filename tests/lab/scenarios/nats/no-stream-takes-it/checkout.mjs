/** Publishes orders as JetStream's clients do, and logs what is refused: `node checkout.mjs PORT SUBJECT`. */

import { createRequire } from 'node:module';

const { connect } = await import(createRequire(`${process.env.LAB_LIB}/x.mjs`).resolve('@nats-io/transport-node'));
const [port, subject = ''] = process.argv.slice(2);
const connection = await connect({ servers: [`127.0.0.1:${port}`], name: 'svc-checkout' });
setInterval(async () => {
  try {
    await connection.request(subject, 'order', { timeout: 2_000 });
  } catch (error) {
    console.log(`503 ${error.name}: ${error.message}`);
  }
}, 300);
