import { createRequire } from 'node:module';
import { id, logTo, past, pause, pick, port, settings } from './kit.mjs';

const Redis = createRequire(`${process.env.LAB_LIB}/`)('ioredis');
const out = logTo('sidekiq.log');
const line = (level, text, at = new Date(), more = '') =>
  out(`${at.toISOString()} pid=3118 tid=${pick(['2hks', '2hl8', '2hlo'])} ${more}${level}: ${text}`);
const job = (at, ms) => {
  const jid = id() + id();
  line('INFO', 'start', at, `class=WelcomeMailer jid=${jid} `);
  line('INFO', 'done', new Date(at.getTime() + ms), `class=WelcomeMailer jid=${jid} elapsed=${(ms / 1000).toFixed(3)} `);
};
past(900, 7, (at) => job(at, 80 + Math.round(Math.random() * 60)));
line('INFO', 'Booted Rails 7.1.5 application in production environment');
line(
  'INFO',
  `Sidekiq 7.3.6 connecting to Redis with options {:size=>10, :pool_name=>"internal", :url=>"redis://sidekiq:REDACTED@127.0.0.1:${port(1)}/0"}`,
);
let client;
let refused;
const open = () => {
  client = new Redis({
    port: port(1),
    host: '127.0.0.1',
    username: 'sidekiq',
    password: settings('sidekiq.env').REDIS_PASSWORD,
    retryStrategy: null,
    maxRetriesPerRequest: 0,
    lazyConnect: true,
  });
  client.on('error', (error) => (refused = error));
  return client.connect();
};
for (;;) {
  try {
    if (client?.status !== 'ready') await open();
    const got = await client.brpop('queue:mailers', 1);
    if (got) {
      await pause(60);
      job(new Date(), 90);
    }
  } catch (error) {
    client?.disconnect();
    await pause(20);
    line('ERROR', `Error fetching job: ${(refused ?? error).message} (redis://127.0.0.1:${port(1)})`);
    line('ERROR', `/usr/local/bundle/gems/redis-client-0.22.2/lib/redis_client/connection_mixin.rb:71:in \`call_pipelined'`);
    refused = undefined;
    await pause(1000);
  }
}
