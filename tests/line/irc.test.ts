/** The whole line through a chat of a plugin: IRC on a real server. Asked, alerted in the channel, approved by a command, verified. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Redis } from 'ioredis';
import { type Ngircd, Person, startNgircd } from '../../plugins/irc/test/ngircd.ts';
import type { IncidentView } from '../../src/domain/view.ts';
import { planOf, type RunningHouse, startHouse, until } from '../support/house.ts';
import { alertOf, fillQueue, incidentOnce, incidentsOf, patienceMs } from '../support/line.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';
import { startTestTemporal, type TestTemporal } from '../support/temporal.ts';

let irc: Ngircd;
let temporal: TestTemporal;
let redis: RedisServer;
let client: Redis;
let house: RunningHouse;
let ann: Person;
let mallory: Person;

before(async () => {
  const config = { maxmemory: '25165824', 'maxmemory-policy': 'noeviction' };
  [temporal, redis, irc] = await Promise.all([startTestTemporal(), startRedis({ config }), startNgircd()]);
  client = await redis.connect();
  [ann, mallory] = await Promise.all([Person.join(irc, 'ann', ['#ops']), Person.join(irc, 'mallory', ['#ops'])]);
  await irc.login('ann', 'ann-account');
  house = await startHouse({
    ...{ isWhole: true, temporalAddress: temporal.address, environment: { IRC_PASSWORD: irc.password }, config: configOf() },
  });
  await until(async () => ann.lines.some((line) => /^:zhiban!\S+ JOIN/.test(line)), patienceMs, 'the bot is in the channel');
});

after(async () => {
  await house?.stop();
  for (const person of [ann, mallory]) person?.leave();
  await irc?.stop();
  await redis?.stop();
  await temporal?.stop(3_000);
});

function configOf(): string {
  const pace = '{ burst: 200, everyMs: 5 }';
  return `locale: en
systems:
  - { id: orders-cache, kind: redis, url: "${redis.url}" }
plugins:
  - path: ${join(import.meta.dirname, '..', '..', 'plugins', 'irc')}
    config:
      { server: 127.0.0.1, port: ${irc.port}, tls: false, password: { env: IRC_PASSWORD }, channels: ["#ops"], topic: true, pace: ${pace} }
routes: [{ match: {}, to: [{ adapter: "chat:irc", channel: "#ops" }] }]
people:
  - { id: ann, name: Ann, roles: [approver], identities: { "chat:irc": ann-account } }
`;
}

const saidBy = (person: Person, kind: 'PRIVMSG' | 'NOTICE'): readonly string[] =>
  person.lines.flatMap((line) => new RegExp(`^:zhiban!\\S+ ${kind} \\S+ :(.*)$`).exec(line)?.[1] ?? []);

/** The newest command that is offered for it. */
const offered = (code: string, action: string): string | undefined =>
  saidBy(ann, 'PRIVMSG')
    .flatMap((line) => new RegExp(`!${action} ${code} [0-9a-f]{8}`).exec(line)?.[0] ?? [])
    .at(-1);

test('a mention is answered in the channel', async () => {
  ann.say('PRIVMSG #ops :zhiban: systems');

  await until(async () => saidBy(ann, 'PRIVMSG').some((line) => line.includes('orders-cache')), patienceMs, 'the systems are listed');
});

test('an alert is a card in the channel with its topic; who is vouched for approves the very plan by its command', async () => {
  await fillQueue(client, 'queue:orders');
  const alert = alertOf({ labels: { alertname: 'CacheMemoryFull', system: 'orders-cache', severity: 'critical' }, summary: 'full' });
  assert.equal((await house.alert(alert)).status, 200);
  await until(async () => (await incidentsOf(house)).length === 1, patienceMs, 'the alert opens an incident');
  const opened = (await incidentsOf(house)).at(-1);
  const incident = await incidentOnce(house, opened?.id ?? '', (each) => each.plan?.state === 'pending', 'a plan is proposed');
  await until(async () => offered(incident.code, 'approve') !== undefined, patienceMs, 'the card says how to approve');
  const command = offered(incident.code, 'approve') ?? '';

  mallory.say(`PRIVMSG #ops :${command}`);
  await until(async () => saidBy(mallory, 'NOTICE').length > 0, patienceMs, 'the stranger is refused in private');
  ann.say(`PRIVMSG #ops :${command.slice(0, -8)}00000000`);
  await until(
    async () => saidBy(ann, 'NOTICE').some((line) => line.includes('newest choices')),
    patienceMs,
    'another plan is not approved',
  );
  const before = planOf(await house.get<IncidentView>(`/api/v1/incidents/${incident.id}`)).state;
  ann.say(`PRIVMSG #ops :${command}`);
  const fixed = await incidentOnce(house, incident.id, (each) => each.plan?.state === 'verified', 'the plan is verified');

  assert.equal(before, 'pending');
  assert.equal(planOf(fixed).approvals[0]?.personId, 'ann');
  assert.ok(
    ann.lines.some((line) => line.includes('TOPIC #ops') && line.includes(incident.code)),
    'the topic names it',
  );
  const heads = saidBy(ann, 'PRIVMSG').filter((line) => !line.startsWith('│') && line.includes(incident.code));
  assert.equal(
    heads.filter((line) => line.includes(`${incident.code} `) && !line.startsWith('↻') && line.includes(' — ')).length,
    1,
    'one card',
  );
});
