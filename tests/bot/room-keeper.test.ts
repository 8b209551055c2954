/** A room over its whole life, before Slack's peer: asked for in chat, opened once, tended, closed after the end. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Store } from '../../src/store/contract.ts';
import { clickables } from '../peers/slack/payloads.ts';
import type { PeerChannel, PeerMessage } from '../peers/slack/workspace.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { until } from '../support/house.ts';
import { systemClock } from '../support/system-clock.ts';
import { openTwoPlatforms, type TwoPlatforms } from './two-platforms.ts';

let store: Store;
let at: TwoPlatforms;
before(async () => {
  store = await openMemoryStore(systemClock);
  at = await openTwoPlatforms(store);
});
after(async () => {
  await at.stop();
  await store.close();
});

const labels = (message: PeerMessage | undefined): readonly string[] =>
  message === undefined ? [] : clickables(message).map((one) => one.label);
const opsCard = (): PeerMessage | undefined => at.slack.botMessages()[0];
function room(): PeerChannel {
  const [made] = at.slack.workspace.made.values();
  assert.ok(made, 'there is a room');
  return made;
}
const inRoom = (): readonly PeerMessage[] => at.slack.botMessages(room().id);
const soon = (isSo: () => boolean | Promise<boolean>, what: string): Promise<void> => until(async () => isSo(), 15_000, what);

test('the menu of a card opens one room, with the card in it, whoever clicks how often', async () => {
  const card = opsCard();
  assert.ok(card);
  assert.ok(labels(card).includes('Open a room'));

  at.slack.click(card, 'Open a room', 'U-rita');
  at.slack.click(card, 'Open a room', 'U-anna');

  await soon(
    () => at.slack.workspace.made.size > 0 && inRoom().some((message) => message.attachments.length > 0),
    'the card is in the room',
  );
  await soon(() => inRoom().some((message) => message.text.includes('This is the room of ZB-1')), 'the room is introduced');
  await soon(() => !labels(opsCard()).includes('Open a room'), 'the menu no longer offers it');
  assert.equal(at.slack.workspace.made.size, 1);
  assert.deepEqual(
    [room().name, room().topic],
    ['zb-1-orders-db', 'critical · ZB-1 · triggered · https://zhiban.example.com/incidents/ZB-1'],
  );
  assert.ok(room().members.has('U-rita'));
  await soon(
    async () => (await at.consoleLines()).some((line) => line.includes('There is a room for it in Slack now: ZB-1-orders-db')),
    'others know',
  );
  await soon(() => JSON.stringify(opsCard()).includes(`/archives/${room().id}/`), 'the card elsewhere leads to it');
});

test('who takes over is invited, and the topic follows the state', async () => {
  at.slack.click(opsCard() as PeerMessage, 'Acknowledge', 'U-anna');

  await soon(() => room().members.has('U-anna'), 'Anna is in');
  await soon(() => room().topic.includes('acknowledged'), 'the topic says so');
});

test('what is said at the top of the room counts, without a mention, and is told elsewhere', async () => {
  at.slack.say({ text: 'fact: deployed at nine', user: 'U-rita', channel: room().id });

  await soon(
    async () => (await at.consoleLines()).some((line) => line.includes('Rita (Slack) added: deployed at nine')),
    'the console hears it',
  );
  assert.ok(!inRoom().some((message) => message.text.includes('deployed at nine')));
});

test('lines stand in the room itself, not in a thread of it', () => {
  const welcome = inRoom().find((message) => message.text.includes('This is the room of ZB-1'));

  assert.equal(welcome?.thread_ts, undefined);
});

test('some time after the end it is closed with a farewell, and nothing is brought there any more', async () => {
  at.slack.click(opsCard() as PeerMessage, 'Mark as resolved', 'U-rita');
  await soon(() => room().topic.includes('resolved'), 'the topic says that it is over');
  assert.equal(room().isArchived, false);

  at.advance(61 * 60_000);

  await soon(() => room().isArchived, 'it is archived');
  assert.match(inRoom().at(-1)?.text ?? '', /ZB-1 is over after .*https:\/\/zhiban.example.com\/incidents\/ZB-1/);
  await soon(async () => (await at.tenant.rooms.ofIncident('inc_1'))[0]?.state === 'closed', 'it is written down');
  const callsBefore = at.slack.calls.filter((call) => call.parameters.channel === room().id).length;
  await at.tenant.incidents.change('inc_1', { alertsTotal: 9 });
  await soon(async () => (await at.tenant.threads.behind(9)).length === 0, 'the other cards are up to date');
  assert.equal(at.slack.calls.filter((call) => call.parameters.channel === room().id).length, callsBefore);
});
