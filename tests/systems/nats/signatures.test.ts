/** Faults of one real server, made by real clients; and what needs more than that, on facts. */

import assert from 'node:assert/strict';
import { connect as connectTcp, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Facts } from '../../../src/domain/evidence.ts';
import { natsSignatures } from '../../../src/systems/nats/signatures.ts';
import { type NatsServers, startNats } from '../../support/nats.ts';
import { freePort } from '../../support/peers.ts';
import { judgeFacts } from './judge-facts.ts';
import { admin, api, application, entryOf, fetchSome, lookAt, lookUntil, makeConsumer, makeStream, publish } from './scene.ts';

const config = `
max_payload: 100KB
max_pending: 200KB
write_deadline: "1s"
accounts {
  SHOP { jetstream { max_file: 8MB, max_streams: 9 }, users: [{ user: ${admin.username}, password: ${admin.password} }] }
  SYS { users: [{ user: sys, password: sys }] }
}
system_account: SYS`;
const login = { user: admin.username, pass: admin.password };
const configured = { username: admin.username, password: { env: 'PASSWORD' } };

let nats: NatsServers;

before(async () => {
  nats = await startNats({ config, jetstream: 'max_mem: 8MB, max_file: 16MB' });
});
after(() => nats?.stop());

const entry = (more: object = {}) => entryOf(nats.first, { ...configured, ...more });

describe('natsSignatures on a real server', () => {
  it('find nothing on a server that is busy and well', async () => {
    const app = await application(nats.first, 'svc-orders', login);
    await makeStream(app, 'CALM');
    await makeConsumer(app, 'CALM', 'mailer');
    await publish(app, 'CALM.a', 20);
    for (const reply of await fetchSome(app, 'CALM', 'mailer', 20)) app.publish(reply, '+ACK');
    await app.flush();

    const seen = await lookAt(entry());

    assert.deepEqual([seen.confirmed, seen.likely], [[], []]);
    assert.ok(
      seen.evidence.every(({ status }) => status === 'ok'),
      JSON.stringify(seen.evidence.map(({ probe, reason }) => [probe, reason])),
    );
    await api(app, 'STREAM.DELETE.CALM');
    await app.close();
  });

  it('stream-limit-too-small: full without a backlog, and the proposed limit lets messages in', async () => {
    const app = await application(nats.first, 'svc-orders', login);
    await makeStream(app, 'ORDERS', { max_msgs: 10, discard: 'new' });
    await publish(app, 'ORDERS.a', 12);

    const seen = await lookAt(entry());

    assert.deepEqual(seen.causes, ['stream-limit-too-small']);
    assert.deepEqual(
      [seen.facts['streams.refusing.name'], seen.facts['streams.refusing.limit'], seen.facts['streams.refusing.suggested']],
      ['ORDERS in SHOP', 'max_msgs', 15],
    );
    await api(app, 'STREAM.DELETE.ORDERS');
    await app.close();
  });

  it('consumer-never-acknowledges: held at max_ack_pending, and the stream behind it fills up', async () => {
    const app = await application(nats.first, 'svc-mail', login);
    await makeStream(app, 'MAIL', { max_msgs: 30, discard: 'new' });
    await makeConsumer(app, 'MAIL', 'mailer', { max_ack_pending: 5, ack_wait: 1e9 });
    await publish(app, 'MAIL.a', 40);
    await fetchSome(app, 'MAIL', 'mailer', 5);
    // Fetched again after `ack_wait`: redelivered, and never acknowledged.
    await fetchSome(app, 'MAIL', 'mailer', 5);

    const seen = await lookUntil(entry(), ({ causes }) => causes.length > 0);

    assert.deepEqual(seen.causes, ['consumer-never-acknowledges']);
    assert.equal(seen.facts['consumers.held.name'], 'MAIL in SHOP/mailer');
    assert.deepEqual([seen.facts['consumers.held.unacked'], seen.facts['consumers.held.pending']], [5, 25]);
    await api(app, 'STREAM.DELETE.MAIL');
    await app.close();
  });

  it('nobody-fetches, push-consumer-unbound: the backlog grows, and why is told', async () => {
    const app = await application(nats.first, 'svc-events', login);
    await makeStream(app, 'EVENTS');
    await makeConsumer(app, 'EVENTS', 'pulled');
    let isOver = false;
    const publishing = (async () => {
      while (!isOver) await publish(app, 'EVENTS.a', 5);
    })();

    const pulled = await lookUntil(entry(), ({ causes }) => causes.length > 0);
    await makeConsumer(app, 'EVENTS', 'pushed', { deliver_subject: 'nobody.listens' });
    const pushed = await lookUntil(entry(), ({ causes }) => causes.includes('push-consumer-unbound'));
    isOver = true;
    await publishing;

    assert.deepEqual(pulled.causes, ['nobody-fetches']);
    assert.equal(pulled.facts['consumers.unfetched.name'], 'EVENTS in SHOP/pulled');
    assert.equal(pushed.facts['consumers.unbound.name'], 'EVENTS in SHOP/pushed');
    await api(app, 'STREAM.DELETE.EVENTS');
    await app.close();
  });

  it('messages-lost-unread: a stream that drops the oldest while its consumer stands still', async () => {
    const app = await application(nats.first, 'svc-audit', login);
    await makeStream(app, 'AUDIT', { max_msgs: 10, discard: 'old' });
    await makeConsumer(app, 'AUDIT', 'archive');
    await publish(app, 'AUDIT.a', 5);
    for (const reply of await fetchSome(app, 'AUDIT', 'archive', 5)) app.publish(reply, '+ACK');
    await publish(app, 'AUDIT.a', 40);

    const seen = await lookAt(entry());

    assert.deepEqual(seen.causes, ['messages-lost-unread']);
    assert.equal(seen.facts['streams.losing.missed'], 30);
    await api(app, 'STREAM.DELETE.AUDIT');
    await app.close();
  });

  it('account-limit: the account may have no more streams', async () => {
    const app = await application(nats.first, 'svc-many', login);
    for (let made = 1; made <= 9; made += 1) await makeStream(app, `S${String(made)}`);
    await assert.rejects(makeStream(app, 'S10'), /maximum number of streams/);

    const seen = await lookAt(entry());

    assert.deepEqual(seen.causes, ['account-limit']);
    assert.deepEqual([seen.facts['account.tightest'], seen.facts['account.used']], ['streams', 9]);
    for (let made = 1; made <= 9; made += 1) await api(app, `STREAM.DELETE.S${String(made)}`);
    await app.close();
  });

  it('subject-unheard: only what the configuration expects, and gone once somebody listens', async () => {
    const app = await application(nats.first, 'svc-prices', login);
    const expecting = entry({ subjects: ['prices.get'] });

    const unheard = await lookAt(expecting);
    app.subscribe('prices.*', { callback: () => undefined });
    await app.flush();
    const heard = await lookAt(expecting);

    assert.deepEqual(unheard.causes, ['subject-unheard']);
    assert.deepEqual([heard.causes, heard.facts['subjects.checked']], [[], 1]);
    await app.close();
  });

  it('slow-consumer, payload-too-large, logins-refused: from the server’s own memory of closed connections', async () => {
    const app = await application(nats.first, 'svc-loud', login);
    const slow = await startSlowReader('svc-slow', 'ticks');
    await app.flush();
    for (let sent = 0; sent < 400; sent += 1) app.publish('ticks', Buffer.alloc(90_000));
    await app.flush();
    const seen = await lookUntil(entry(), ({ causes }) => causes.includes('slow-consumer'));
    slow.destroy();
    assert.deepEqual([seen.causes, seen.facts['closed.slow.clients']], [['slow-consumer'], 'svc-slow']);

    const large = await rawClient('svc-large');
    const ended = new Promise((resolve) => large.once('close', resolve));
    large.write(`PUB big 200000\r\n${'x'.repeat(200_000)}\r\n`);
    await ended;
    for (let tried = 0; tried < 3; tried += 1) await assert.rejects(application(nats.first, 'svc-wrong', { user: 'admin', pass: 'no' }));
    const more = await lookUntil(entry(), ({ causes }) => causes.length >= 3);

    assert.deepEqual(more.causes.toSorted(), ['logins-refused', 'payload-too-large', 'slow-consumer']);
    assert.equal(more.facts['closed.payload.clients'], 'svc-large');
    await app.close();
  });
});

describe('natsSignatures on a server at its limits', () => {
  it('connection-leak: who holds the connections is named, and newcomers are turned away', async () => {
    const small = await startNats({ config: 'max_connections: 20', jetstream: null });
    const held: Socket[] = [];
    for (let made = 0; made < 20; made += 1) held.push(await rawClient(made < 16 ? 'svc-leaky' : `svc-${String(made)}`, small.first.url));

    const seen = await lookAt(entryOf(small.first));
    for (const socket of held) socket.destroy();
    await small.stop();

    assert.deepEqual([seen.causes, seen.facts['server.newcomers']], [['connection-leak'], 'limit']);
    assert.ok(seen.confirmed.includes('connection-leak') && !seen.confirmed.includes('takes-no-clients'));
    assert.deepEqual([seen.facts['connections.top.client'], seen.facts['connections.top.count']], ['svc-leaky', 16]);
  });

  it('storage-exhausted, lame-duck, process-gone: one server on its way down', async () => {
    const going = await startNats({ jetstream: 'max_file: 100KB', config: 'lame_duck_grace_period: "1s"\nlame_duck_duration: "40s"' });
    const app = await application(going.first, 'svc-orders');
    await makeStream(app, 'FULL');
    for (let sent = 0; sent < 40; sent += 1) await publish(app, 'FULL.a', 1, 'x'.repeat(4_000)).catch(() => undefined);
    const full = await lookAt(entryOf(going.first));
    for (let made = 0; made < 8; made += 1) await rawClient(`svc-${String(made)}`, going.first.url);
    going.first.signal('SIGUSR2');
    const leaving = await lookUntil(entryOf(going.first), ({ causes }) => causes.includes('lame-duck'), { probes: ['server', 'closed'] });
    await going.first.kill();
    const gone = await lookAt(entryOf(going.first), { probes: ['server'] });
    await app.close().catch(() => undefined);
    await going.stop();

    assert.deepEqual(full.causes, ['storage-exhausted']);
    assert.deepEqual(leaving.causes, ['lame-duck']);
    assert.deepEqual(gone.causes, ['process-gone']);
  });

  it('takes no monitoring port that is closed for a fault of anybody', async () => {
    const seen = await lookAt(entryOf({ url: nats.first.url, monitoringUrl: `http://127.0.0.1:${String(await freePort())}` }));

    assert.deepEqual([seen.confirmed, seen.likely], [[], []]);
  });
});

const cases: Readonly<Record<string, Facts>> = {
  'takes-no-clients': { 'reach.isOk': true, 'server.newcomers': 'refused', 'closed.shutdown.count': 0 },
  'own-login-refused': { 'reach.isOk': true, 'server.newcomers': 'auth' },
  'jetstream-unhealthy': { 'server.isHealthy': false, 'server.healthReason': 'JetStream stream SHOP > ORDERS is not current' },
  'jetstream-disabled': { 'server.isHealthy': false, 'server.healthReason': 'jetstream not enabled' },
  'memory-exhausted': { 'jetstream.memoryRatio': 0.98 },
  'descriptors-exhausted': { 'logs.newestError': 'Error on accept: too many open files' },
  busy: { 'server.cpuPerCore': 0.97 },
  'client-behind': { 'connections.behind.ratio': 0.6, 'connections.behind.bytes': 40_000_000, 'closed.slow.count': 0 },
  'publishers-stalled': { 'activity.stalledClients': 4 },
  'stale-connections': { 'closed.stale.count': 1 },
  'protocol-errors': { 'closed.protocol.count': 5 },
  'connection-churn': { 'activity.connectionsMadePerSecond': 80 },
  'logins-late': { 'closed.authTimeout.count': 3 },
  'tls-handshakes-fail': { 'closed.tls.count': 4 },
  'account-connections-exhausted': { 'closed.accountFull.count': 2 },
  'subscriptions-exhausted': { 'closed.subscriptions.count': 1 },
  'consumer-paused': { 'consumers.paused.name': 'ORDERS/mailer', 'consumers.paused.consumer': 'mailer' },
  'ack-window-too-small': { 'consumers.held.name': 'A/b', 'consumers.held.ackedPerSecond': 40, 'consumers.held.pending': 500, 'consumers.held.max': 10 },
  'consumer-too-slow': { 'consumers.slow.name': 'A/b', 'consumers.slow.pending': 9_000, 'consumers.slow.deliveredPerSecond': 50, 'consumers.slow.growthPerSecond': 20 },
  redeliveries: { 'consumers.redelivered.count': 9, 'consumers.redelivered.ratio': 1 },
  'replica-behind': { 'streams.behind.count': 1, 'streams.behind.lag': 40_000 },
  'quorum-lost': { 'meta.isOne': true, 'meta.leader': '', 'meta.size': 3, 'meta.offline': 2, 'cluster.down.count': 2, 'streams.leaderless.count': 4 },
  'leaf-down': { 'leaf.remotes': 1, 'leaf.missing': 1 },
}; // biome-ignore format: a table of facts

describe('natsSignatures', () => {
  for (const [id, facts] of Object.entries(cases))
    it(`confirm ${id}, and nothing beside it`, () => {
      assert.deepEqual(judgeFacts(natsSignatures, 'nats', facts).confirmed, [id]);
    });

  it('take a restart for news only when somebody asks', () => {
    const facts = { 'server.uptimeSeconds': 20 };

    assert.deepEqual(judgeFacts(natsSignatures, 'nats', facts).likely, []);
    assert.deepEqual(judgeFacts(natsSignatures, 'nats', facts, '客户端都在重连').likely, ['restarted']);
  });
});

/** A connection that says who it is; with the login of the shop where the server wants one. */
async function rawClient(name: string, url = nats.first.url): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connectTcp(Number(port), hostname);
  socket.on('error', () => undefined);
  const pong = new Promise<void>((resolve) => {
    socket.on('data', (heard) => {
      if (heard.includes('PONG')) resolve();
    });
  });
  socket.write(`CONNECT ${JSON.stringify({ name, verbose: false, ...login })}\r\nPING\r\n`);
  await pong;
  return socket;
}

/** Subscribes and reads nothing afterwards. */
async function startSlowReader(name: string, subject: string): Promise<Socket> {
  const socket = await rawClient(name);
  socket.pause();
  socket.write(`SUB ${subject} 1\r\n`);
  return socket;
}
