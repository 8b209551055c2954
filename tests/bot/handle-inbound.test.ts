import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Inbound } from '../../src/adapters/contract.ts';
import { ZhibanError } from '../../src/domain/errors.ts';
import type { Place } from '../../src/domain/place.ts';
import type { Store } from '../../src/store/contract.ts';
import { people, valveStep } from '../operations/desk.ts';
import { sampleIncident } from '../store/samples.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { type BotDesk, openBotDesk, wordsOf } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const incidents = async (at: BotDesk) => (await at.store.incidents.list({ limit: 50 })).items;

test('createHandleInbound() takes a question from somebody nobody linked, below their message', async () => {
  const at = await openBotDesk(store);

  await at.hear('U-stranger', 'why is main-valve slow?', { messageId: '17.1' });

  const [incident] = await incidents(at);
  const [thread] = await at.store.threads.ofIncident(incident?.id ?? '');
  assert.deepEqual([incident?.question, incident?.requestedBy], ['why is main-valve slow?', 'guest:slack:U-stranger']);
  assert.equal(thread?.place.thread, '17.1');
  assert.deepEqual(at.whispers, []);
});

test('createHandleInbound() lets nobody decide who is not linked, and tells only them', async () => {
  const at = await openBotDesk(store);
  const plan = await at.plan();

  for (const text of [`approve ${plan.id}`, `reject ${plan.id}`, 'stop all', 'ack ZB-1', 'resolve ZB-1']) await at.hear('U-stranger', text);
  await at.click('U-stranger', 'approve', `${plan.id}:${plan.digest.slice(0, 16)}`);

  assert.equal(at.whispers.length, 6);
  assert.ok(at.whispers.every((notice) => notice.level === 'warn' && /takes the role.*not linked to a person/s.test(notice.text)));
  assert.deepEqual(at.posts, []);
  assert.deepEqual(await at.relayed(), []);
  assert.equal((await at.store.plans.get(plan.id))?.state, 'pending');
});

const ignored: readonly [claim: string, change: Partial<Extract<Inbound, { type: 'message' }>>][] = [
  ['another bot', { actor: { adapter: 'slack', workspace: 'T1', userId: 'U-anna', isBot: true, isExternal: false } }],
  ['a person of another company', { actor: { adapter: 'slack', workspace: 'T2', userId: 'U-anna', isBot: false, isExternal: true } }],
  ['what is a quarter of an hour old', { at: '2026-11-21T01:44:00.000Z' }],
  ['what is said to others in the channel', { isAddressed: false }],
];

for (const [claim, change] of ignored) {
  test(`createHandleInbound() ignores ${claim}`, async () => {
    const at = await openBotDesk(store);
    const plan = await at.plan();

    await at.hear('U-anna', `approve ${plan.id}`, change);
    await at.hear('U-anna', 'why is it slow?', change);

    assert.equal((await at.store.plans.get(plan.id))?.state, 'pending');
    assert.equal((await incidents(at)).length, 1);
    assert.deepEqual([at.whispers.length, at.posts.length], [0, 0]);
  });
}

test('createHandleInbound() takes a delivery once, however often it comes and from how many sides at once', async () => {
  const at = await openBotDesk(store);

  await Promise.all(Array.from({ length: 5 }, () => at.hear('U-rita', 'is the valve open?', { key: 'same' })));
  await at.hear('U-rita', 'is the valve open?', { key: 'same' });

  assert.equal((await incidents(at)).length, 1);
});

test('createHandleInbound() in an incident’s thread hears commands, and leaves people to their talk', async () => {
  const at = await openBotDesk(store);
  await at.store.incidents.create(sampleIncident());
  const place = await at.threadOf('inc_1');

  for (const text of ['not sure what is slow', 'who is looking at this?', '', '？', 'help', 'close call']) {
    await at.hear('U-rita', text, { place, isAddressed: false });
  }
  const quiet = [at.whispers.length, at.posts.length, (await at.relayed()).length];
  await at.hear('U-rita', 'ack', { place, isAddressed: false });

  assert.deepEqual(quiet, [0, 0, 0]);
  assert.equal((await at.store.incidents.get('inc_1'))?.acknowledgedBy, 'Rita');
  assert.deepEqual(at.whispers, [{ level: 'ok', text: 'You have ZB-1.' }]);
});

test('createHandleInbound() answers in the language of the platform’s user, else of the house', async () => {
  const at = await openBotDesk(store, { locale: 'zh-CN' });

  await at.hear('U-stranger', 'ack ZB-9');
  await at.hear('U-rita', 'ack ZB-9', { locale: 'en' });

  assert.deepEqual(
    at.whispers.map((notice) => notice.text.split('\n')[0]),
    ['U-stranger 无权接手故障：需要角色 responder。有此权限的人：Rita、Anna、Bob、Adam。', 'There is no incident “ZB-9”.'],
  );
});

test('createHandleInbound() tells an error privately by its number, and nothing of what broke', async () => {
  const at = await openBotDesk(store, {
    change: (deps) => ({
      ...deps,
      operations: {
        ...deps.operations,
        listSystems: async () => {
          throw new TypeError('cannot reach postgres://zhiban:s3cr3t-Pa55@10.0.0.3/zhiban');
        },
      },
    }),
  });

  await at.hear('U-rita', 'systems');

  const [notice] = at.whispers;
  const id = /in the log as ([0-9a-f]{8})/.exec(notice?.text ?? '')?.[1];
  assert.equal(notice?.level, 'error');
  assert.doesNotMatch(notice?.text ?? '', /postgres|s3cr3t|TypeError/);
  assert.match(at.logged[0] ?? '', new RegExp(`A message could not be handled.*${id}`));
  assert.doesNotMatch(at.logged.join(''), /s3cr3t/);
});

test('createHandleInbound() says that a part is away, without which and where', async () => {
  const at = await openBotDesk(store, {
    change: (deps) => ({
      ...deps,
      operations: {
        ...deps.operations,
        async listSystems() {
          throw new ZhibanError('unavailable', 'connect ECONNREFUSED 10.0.0.3:5432');
        },
      },
    }),
  });

  await at.hear('U-rita', 'systems');

  assert.equal(at.whispers[0]?.level, 'error');
  assert.match(at.whispers[0]?.text ?? '', /Try again shortly/);
  assert.doesNotMatch(at.whispers[0]?.text ?? '', /10\.0/);
});

test('createHandleInbound() survives a platform that takes no answer', async () => {
  const at = await openBotDesk(store);
  const responder = { whisper: () => Promise.reject(new Error('the trigger has expired')), openForm: async () => false };

  await at.hear('U-rita', 'ack ZB-9', { responder });

  assert.deepEqual(at.whispers, []);
});

test('createHandleInbound() shows other people’s words as plain text, in lists and in answers', async () => {
  const at = await openBotDesk(store);
  const title = '<!channel> **now** [click](http://evil.example) <script>alert(1)</script> <@U123>';
  await at.store.incidents.create(sampleIncident({ title }));

  await at.hear('U-vera', 'list');
  await at.hear('U-vera', 'show ZB-1');

  for (const post of at.posts) {
    assert.ok(wordsOf(post).includes(JSON.stringify(title).slice(1, -1)));
    assert.doesNotMatch(wordsOf(post), /"type":"(link|mention)"/);
  }
  assert.equal(at.posts.length, 2);
});

test('createHandleInbound() counts two clicks of one person from two platforms as one approver', async () => {
  const at = await openBotDesk(store);
  const plan = await at.plan({ risk: 'critical', steps: [valveStep('critical')] });
  const value = `${plan.id}:${plan.digest.slice(0, 16)}`;
  const feishu = { adapter: 'feishu', workspace: 'F1', userId: 'ou_anna', name: 'Anna' };
  const { code } = await at.operations.issueLinkCode(at.store.tenantId, feishu);
  await at.operations.linkByCode(at.as(people.anna), code);
  const there: Place = { adapter: 'feishu', workspace: 'F1', channel: 'oc_1' };
  const fromFeishu = { actor: { ...feishu, isBot: false, isExternal: false }, place: there, card: { place: there, id: 'om_1' } };

  await at.click('U-anna', 'approve', value);
  await at.click('', 'approve', value, fromFeishu);

  assert.equal((await at.store.plans.get(plan.id))?.state, 'pending');
  assert.equal((await at.store.plans.approvals(plan.id)).length, 1);
  assert.equal(at.whispers.at(-1)?.text, 'You have approved it already; nothing runs twice.');
  await at.click('U-bob', 'approve', value);
  assert.equal((await at.store.plans.get(plan.id))?.state, 'approved');
});

test('createHandleInbound() lets nobody approve as somebody else what they asked for before their account was linked', async () => {
  const at = await openBotDesk(store);
  const plan = await at.plan({ risk: 'high', steps: [valveStep('high')], requestedBy: 'guest:slack:U-anna-at-home' });
  const value = `${plan.id}:${plan.digest.slice(0, 16)}`;
  const account = { adapter: 'slack', workspace: 'T1', userId: 'U-anna-at-home', name: null };
  const { code } = await at.operations.issueLinkCode(at.store.tenantId, account);
  await at.operations.linkByCode(at.as(people.anna), code);

  await at.click('U-anna', 'approve', value);
  await at.click('U-anna-at-home', 'approve', value);

  assert.ok(at.whispers.every(({ text }) => text.startsWith('Whoever asked for a high-risk plan can’t approve it.')));
  assert.equal((await at.store.plans.get(plan.id))?.state, 'pending');
});

test('createHandleInbound() refuses who claims to be of another workspace, and writes it down', async () => {
  const at = await openBotDesk(store);
  const plan = await at.plan();
  const actor = { adapter: 'slack', workspace: 'T-forged', userId: 'U-anna', isBot: false, isExternal: false };

  await at.click('U-anna', 'approve', `${plan.id}:${plan.digest.slice(0, 16)}`, { actor });
  await at.hear('U-anna', `approve ${plan.id}`, { actor });

  assert.equal((await at.store.plans.get(plan.id))?.state, 'pending');
  assert.deepEqual([at.whispers.length, at.posts.length], [0, 0]);
  const audited = await at.store.audit.list({ limit: 9 });
  assert.deepEqual(
    audited.map(({ action, outcome, details }) => [action, outcome, details.workspace, details.own]),
    [
      ['chat.message', 'refused', 'T-forged', 'T1'],
      ['chat.click', 'refused', 'T-forged', 'T1'],
    ],
  );
});
