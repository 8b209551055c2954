/** An incident that is bound to Slack and to the console: an action in one shows in the other. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Store } from '../../src/store/contract.ts';
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

const cardText = async (): Promise<string> => JSON.stringify((await at.consoleRoot())?.body);

test('a click in Slack edits the card in the console, and tells there who clicked', async () => {
  const [card] = at.slack.botMessages();
  assert.ok(card);

  at.slack.click(card, 'Acknowledge', 'U-rita');

  await until(async () => (await cardText()).includes('acknowledged by Rita'), 10_000, 'the card in the console says so');
  await until(async () => (await at.consoleLines()).some((line) => line.includes('Rita (Slack) has acknowledged it.')), 10_000, 'the line');
  await until(async () => at.slack.botMessages().some((message) => message.edits > 0), 10_000, 'the card in Slack says so too');
});

test('a fact from Slack stands in the console with its author, and not once more in Slack', async () => {
  const [card] = at.slack.botMessages();

  at.slack.say({ text: 'fact: deployed at nine', user: 'U-rita', thread: card?.ts ?? '' });

  await until(
    async () => (await at.consoleLines()).some((line) => line.includes('Rita (Slack) added: deployed at nine')),
    10_000,
    'the line',
  );
  assert.equal(at.slack.botMessages().filter((message) => message.text.includes('deployed at nine')).length, 0);
});

test('what people say among themselves, and what is answered to one of them, stays where it is', async () => {
  const [card] = at.slack.botMessages();
  const before = (await at.consoleLines()).length;

  at.slack.say({ text: 'has anybody seen Bob?', user: 'U-rita', thread: card?.ts ?? '' });
  at.slack.say({ text: 'approve', user: 'U-vera', thread: card?.ts ?? '' });

  await until(async () => at.slack.workspace.ephemerals.some((one) => one.user === 'U-vera'), 10_000, 'Vera is told');
  assert.equal((await at.consoleLines()).length, before);
});

test('“mirror here” shows the incident in the channel where it is said, from then on with everything', async () => {
  const asked = `<@${at.slack.workspace.botUserId}> mirror here ZB-1`;

  at.slack.say({ text: asked, user: 'U-rita', channel: 'C0OPS0002' });

  const posted = () => at.slack.botMessages('C0OPS0002');
  await until(async () => posted().some((message) => message.attachments.length > 0), 10_000, 'the card is in the second channel');
  await until(async () => posted().some((message) => message.text.includes('Rita shows ZB-1 here as well')), 10_000, 'its first line');
  const [card] = at.slack.botMessages();
  at.slack.click(card as NonNullable<typeof card>, 'Mark as resolved', 'U-rita');
  await until(
    async () => posted().some((message) => message.text.includes('Rita (Slack) marked it as resolved')),
    10_000,
    'the end is told',
  );
  await until(async () => posted().some((message) => message.edits > 0), 10_000, 'and shown');
});
