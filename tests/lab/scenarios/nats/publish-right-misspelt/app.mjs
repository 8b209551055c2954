/** `node app.mjs PORT mailer listen`, `… billing publish` (one a second), `… billing check` (one, which mailer must get within three seconds). */
import { createRequire } from 'node:module';

const { connect } = createRequire(`${process.env.LAB_LIB}/x.mjs`)('@nats-io/transport-node');
const [port, user, work] = process.argv.slice(2);
const open = (as, name) => connect({ servers: [`127.0.0.1:${port}`], name, user: as, pass: `${as}-pass`, maxReconnectAttempts: -1 });
const connection = await open(user, `svc-${user}`);
if (work === 'listen') connection.subscribe('invoices.>', { callback: (_error, message) => console.log('got', message.subject) });
if (work === 'publish') setInterval(() => connection.publish('invoices.created', '{"invoice":4711}'), 1_000);
if (work === 'check') {
  setTimeout(() => process.exit(1), 3_000);
  const mailer = await open('mailer', 'check');
  mailer.subscribe('invoices.created', { callback: (_error, message) => message.string() === 'check' && process.exit(0) });
  await mailer.flush();
  connection.publish('invoices.created', 'check');
}
