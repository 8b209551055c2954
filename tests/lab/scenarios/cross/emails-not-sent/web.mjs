import { createRequire } from 'node:module';
import { id, logTo, past, pause, port } from './kit.mjs';

const Redis = createRequire(`${process.env.LAB_LIB}/`)('ioredis');
const client = new Redis({ port: port(1), host: '127.0.0.1', username: 'web', password: 'w-4c1dd9' });
client.on('error', () => undefined);
const out = logTo('production.log');
const line = (at = new Date()) =>
  out(
    `I, [${at.toISOString().replace('Z', '118')} #2204]  INFO -- : [ActiveJob] Enqueued WelcomeMailer (Job ID: ${id()}) to Sidekiq(mailers) with arguments: ${Math.floor(Math.random() * 90000)}`,
  );
past(900, 7, line);
for (;;) {
  await client.lpush('queue:mailers', JSON.stringify({ class: 'WelcomeMailer', jid: id(), args: [1], created_at: Date.now() / 1000 })).then(
    () => line(),
    () => undefined,
  );
  await pause(500);
}
