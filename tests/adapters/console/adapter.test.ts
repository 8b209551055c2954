/** The console has no platform behind it but the store, so it is held to what a person sees on the page. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ConsoleAdapter, createConsoleAdapter } from '../../../src/adapters/console/adapter.ts';
import type { Inbound } from '../../../src/adapters/contract.ts';
import { paragraph } from '../../../src/domain/card.ts';
import type { Person } from '../../../src/domain/policy.ts';
import type { Store, TenantStore } from '../../../src/store/contract.ts';
import { exampleCard, options } from '../../contracts/adapter-peer.ts';
import { sampleIncident } from '../../store/samples.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';

let store: Store;
let tenants = 0;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

const lilei: Person = { id: 'lilei', name: '李雷', roles: ['approver'], identities: {} };
const place = { adapter: 'console', workspace: 'zhiban', channel: 'ops' };

interface Page {
  readonly adapter: ConsoleAdapter;
  readonly another: () => ConsoleAdapter;
  readonly tenant: TenantStore;
  readonly events: Inbound[];
}

async function openPage(onEvent: (event: Inbound) => void = () => undefined): Promise<Page> {
  tenants += 1;
  await store.ensureTenant(`page-${tenants}`, 'page');
  const tenant = store.forTenant(`page-${tenants}`);
  await tenant.incidents.create(sampleIncident());
  const another = (): ConsoleAdapter => createConsoleAdapter(tenant.chat, { clock: systemClock });
  const adapter = another();
  const events: Inbound[] = [];
  await adapter.start((event) => {
    events.push(event);
    onEvent(event);
  });
  return { adapter, another, tenant, events };
}

test('createConsoleAdapter() is up from start to stop, and after it hears nothing', async () => {
  const { adapter, events } = await openPage();
  const before = adapter.health().state;

  await adapter.stop();

  assert.deepEqual([before, adapter.health().state], ['up', 'down']);
  await assert.rejects(adapter.door.say(lilei, 'zh-CN', { text: 'too late', threadId: null }), { name: 'ChatError', kind: 'transient' });
  assert.deepEqual(await adapter.door.roots('ops', 10), [], 'what nobody hears does not stand there as if somebody had');
  assert.deepEqual(events, []);
});

test('post() stands in the channel, a line in its thread, the same key once, also in another life', async () => {
  const { adapter, another } = await openPage();

  const root = await adapter.post(place, { card: exampleCard() }, options('card'));
  const again = await another().post(place, { card: exampleCard() }, options('card'));
  const line = await adapter.post({ ...place, thread: root.id }, { rich: [paragraph('strengthened')] }, options('line'));

  const roots = await adapter.door.roots('ops', 10);
  const thread = await adapter.door.thread(root.id, 10);
  assert.equal(again.id, root.id);
  assert.deepEqual(
    roots.map(({ id, incidentId, replies, isBot }) => [id, incidentId, replies, isBot]),
    [[root.id, 'inc_1', 1, true]],
  );
  assert.deepEqual(roots[0]?.body, { card: JSON.parse(JSON.stringify(exampleCard())) });
  assert.deepEqual(
    thread.map(({ id, body }) => [id, body]),
    [[line.id, { rich: [paragraph('strengthened')] }]],
  );
});

test('edit() changes the card in place, and tells when somebody removed it', async () => {
  const { adapter } = await openPage();
  const root = await adapter.post(place, { card: exampleCard() }, options('card'));

  const after = await adapter.edit(root, { card: { ...exampleCard(), revision: 2 } }, options('revision 2'));
  const gone = adapter.edit({ place, id: 'msg_gone' }, { card: exampleCard() }, options('gone'));
  await assert.rejects(gone, { name: 'ChatError', kind: 'gone' });

  const [message, ...more] = await adapter.door.roots('ops', 10);
  assert.equal(after.id, root.id);
  assert.equal(more.length, 0);
  assert.match(JSON.stringify(message?.body), /"revision":2/);
  assert.notEqual(message?.editedAt, null);
});

test('door.say() becomes one addressed message of that person, with its thread', async () => {
  const { adapter, events } = await openPage();

  const root = await adapter.door.say(lilei, 'zh-CN', { text: '为什么慢？', threadId: null });
  const reply = await adapter.door.say(lilei, 'zh-CN', { text: '事实：九点发过版', threadId: root.id });

  const [first, second] = events;
  assert.ok(first?.type === 'message' && second?.type === 'message');
  assert.deepEqual([first.text, first.isAddressed, first.messageId, first.place.thread], ['为什么慢？', true, root.id, undefined]);
  assert.deepEqual([second.messageId, second.place.thread, second.locale], [reply.id, root.id, 'zh-CN']);
  assert.deepEqual(first.actor, {
    adapter: 'console',
    workspace: 'zhiban',
    userId: 'lilei',
    name: '李雷',
    isBot: false,
    isExternal: false,
  });
  assert.notEqual(first.key, second.key);
});

test('door.say() twice with the same words is two messages', async () => {
  const { adapter, events } = await openPage();

  await Promise.all([1, 2].map(() => adapter.door.say(lilei, 'en', { text: 'again', threadId: null })));

  assert.equal(events.length, 2);
  assert.equal((await adapter.door.roots('ops', 10)).length, 2);
});

test('door.say() gets a private answer below the words, once', async () => {
  const { adapter, events } = await openPage();
  const said = await adapter.door.say(lilei, 'en', { text: 'approve ZB-9', threadId: null });

  await events[0]?.responder.whisper({ level: 'warn', text: 'There is no incident' });
  await events[0]?.responder.whisper({ level: 'warn', text: 'There is no incident' });
  const isFormOpen = await events[0]?.responder.openForm({ id: 'f', title: '', submit: '', fields: [] });

  const thread = await adapter.door.thread(said.id, 10);
  assert.deepEqual(
    thread.map(({ body }) => body),
    [{ text: 'There is no incident', notice: 'warn' }],
  );
  assert.equal(isFormOpen, false);
});

test('door.click() carries card, action and value, and waits for the answer', async () => {
  const { adapter, events } = await openPage((event) => void event.responder.whisper({ level: 'ok', text: 'Approved' }));
  const card = await adapter.post(place, { card: exampleCard() }, options('card'));

  const answer = await adapter.door.click(lilei, 'en', { messageId: card.id, actionId: 'approve', value: 'plan_1:abc' });
  await new Promise((resolve) => setTimeout(resolve, 5));
  await adapter.door.click(lilei, 'en', { messageId: card.id, actionId: 'approve', value: 'plan_1:abc' });

  const [event, second] = events;
  assert.ok(event?.type === 'click');
  assert.deepEqual([event.card.id, event.actionId, event.value, event.actor.userId], [card.id, 'approve', 'plan_1:abc', 'lilei']);
  assert.deepEqual(answer, { notice: { level: 'ok', text: 'Approved' }, form: null });
  assert.notEqual(second?.key, event.key, 'two clicks are two');
  assert.equal((await adapter.door.thread(card.id, 10)).length, 0, 'the answer is the clicker’s alone');
});

test('door.click() can open a form, and door.submit() sends it back', async () => {
  const form = { id: 'reject:plan_1', title: 'Reject', submit: 'Reject', fields: [] };
  const { adapter, events } = await openPage((event) => {
    void (event.type === 'click' ? event.responder.openForm(form) : event.responder.whisper({ level: 'ok', text: 'Rejected' }));
  });
  const card = await adapter.post(place, { card: exampleCard() }, options('card'));

  const opened = await adapter.door.click(lilei, 'en', { messageId: card.id, actionId: 'reject', value: 'plan_1:abc' });
  const answer = await adapter.door.submit(lilei, 'en', { formId: form.id, fields: { reason: 'peak time' } });

  const submitted = events[1];
  assert.deepEqual(opened, { notice: null, form });
  assert.deepEqual(answer, { notice: { level: 'ok', text: 'Rejected' } });
  assert.ok(submitted?.type === 'form');
  assert.deepEqual([submitted.formId, submitted.fields], ['reject:plan_1', { reason: 'peak time' }]);
});

test('door.click() on a card that is gone says so, and one that nobody answers ends by itself', async () => {
  const { adapter } = await openPage();
  const card = await adapter.post(place, { card: exampleCard() }, options('card'));

  const gone = await adapter.door.click(lilei, 'en', { messageId: 'msg_gone', actionId: 'approve', value: '' });
  const silent = await adapter.door.click(lilei, 'en', { messageId: card.id, actionId: 'approve', value: '' });

  assert.equal(gone.notice?.level, 'error');
  assert.deepEqual(silent, { notice: null, form: null });
});
