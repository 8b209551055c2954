/** What every adapter must hear, once, and answer in time. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { paragraph } from '../../domain/card.ts';
import { exampleCard, options, type Start, settle, until } from './adapter-peer.ts';

export function describeHearing(start: Start): void {
  describeMessages(start);
  describeDeliveries(start);
  describeChoices(start);
  describeForms(start);
}

function describeMessages(start: Start): void {
  it('a mention becomes one message that is addressed, without the mention', async () => {
    const { peer, events } = await start();

    const id = peer.mention('why is orders-db slow?');
    await until(() => events.length > 0, 'heard');
    await settle();

    assert.equal(events.length, 1);
    const [event] = events;
    assert.equal(event?.type, 'message');
    assert.ok(event.type === 'message' && event.isAddressed);
    assert.equal(event.text, 'why is orders-db slow?');
    if (id !== '') assert.equal(event.messageId, id);
    assert.equal(event.place.channel, peer.place.channel);
    assert.equal(event.actor.isBot, false);
  });

  it('a reply in a thread carries its thread, and says whether it is addressed; without threads it carries what it quotes', async () => {
    const { peer, events, adapter } = await start();
    if (adapter.capabilities.threads === 'none') {
      const card = await adapter.post(peer.place, { card: exampleCard() }, options('card'));
      peer.reply(card.place.thread ?? card.id, 'investigate again', true);
      await until(() => events.length === 1, 'heard the quote');

      const [event] = events;
      assert.ok(event?.type === 'message' && event.isAddressed && event.text === 'investigate again');
      assert.ok([card.id, card.place.thread].includes(event.quotedId), 'it names the card');
      return;
    }
    const root = peer.mention('look at orders-db');
    await until(() => events.length === 1, 'heard the mention');

    peer.reply(root, 'we deployed at nine', false);
    await until(() => events.length === 2, 'heard the first reply');
    peer.reply(root, 'investigate again', true);
    await until(() => events.length === 3, 'heard the second reply');

    const heard = events.slice(1).map((event) => (event.type === 'message' ? [event.place.thread, event.text, event.isAddressed] : []));
    assert.deepEqual(heard, [
      [root, 'we deployed at nine', false],
      [root, 'investigate again', true],
    ]);
  });

  it('a direct message is addressed', async () => {
    const { peer, events } = await start();

    peer.directMessage('status');
    await until(() => events.length === 1, 'heard');

    assert.ok(events[0]?.type === 'message' && events[0].isAddressed && events[0].text === 'status');
  });
}

function describeDeliveries(start: Start): void {
  it('neither other bots nor its own words are heard', async () => {
    const { peer, events, adapter } = await start();

    peer.mentionByBot('restart everything');
    await adapter.post(peer.place, { rich: [paragraph('hello')] }, options('own-words'));
    peer.mention('a person');
    await until(() => events.length > 0, 'heard the person');
    await settle();

    assert.deepEqual(
      events.map((event) => event.type === 'message' && event.text),
      ['a person'],
    );
  });

  it('what is delivered twice is heard once', async () => {
    const { peer, events } = await start();

    peer.mention('only once');
    await until(() => events.length === 1, 'heard');
    await peer.redeliverLast();
    await settle();

    assert.equal(events.length, 1);
  });

  it('a click is acknowledged before it is handled, also when the handling fails', async () => {
    const { peer, events, adapter } = await start(() => {
      throw new Error('the listener fails');
    });
    const card = await adapter.post(peer.place, { card: exampleCard() }, options('card'));

    const acknowledged = await peer.click(card.id, 'Approve');
    await until(() => events.length === 1, 'heard');

    assert.notEqual(acknowledged, null);
    const [event] = events;
    assert.ok(event?.type === 'click');
    assert.equal(event.actionId, 'approve');
    assert.equal(event.value, 'plan_1 abcdef');
    assert.equal(event.card.id, card.id);
    assert.equal(adapter.health().state, 'up');
  });

  it('a click delivered twice is heard once; two clicks are two', async () => {
    const { peer, events, adapter } = await start();
    const card = await adapter.post(peer.place, { card: exampleCard() }, options('card'));

    await peer.click(card.id, 'Approve');
    await peer.redeliverLast();
    await peer.click(card.id, 'Approve');
    await until(() => events.length >= 2, 'heard');
    await settle();

    assert.equal(events.length, 2);
    assert.notEqual(events[0]?.key, events[1]?.key);
  });
}

function describeChoices(start: Start): void {
  it('a rarer choice is heard like a button', async () => {
    const { peer, events, adapter } = await start();
    const card = await adapter.post(peer.place, { card: exampleCard() }, options('card'));

    await peer.click(card.id, 'Investigate again');
    await until(() => events.length === 1, 'heard');

    assert.ok(events[0]?.type === 'click' && events[0].actionId === 'investigate-again' && events[0].value === 'inc_1');
  });

  it('an action that nobody knows is acknowledged and not heard', async () => {
    const { peer, events, adapter } = await start();
    const card = await adapter.post(peer.place, { card: exampleCard() }, options('card'));

    const acknowledged = await peer.clickUnknown(card.id);
    await settle();

    assert.notEqual(acknowledged, null);
    assert.equal(events.length, 0);
  });

  it('a click can open a form; blanks are refused on the spot; the answer carries the form and its fields', async () => {
    const { peer, events, adapter } = await start((event) => {
      if (event.type === 'click') void event.responder.openForm(rejectForm);
    });
    if (adapter.capabilities.forms === 'none' || peer.fill !== undefined) return;
    const card = await adapter.post(peer.place, { card: exampleCard() }, options('card'));

    if (adapter.capabilities.forms === 'modal') {
      await peer.click(card.id, 'Reject');
      await until(() => peer.openForms() === 1, 'the form is open');
    }
    const complaints = await peer.submit({ reason: '   ' });
    const none = await peer.submit({ reason: 'not during the sale' });
    await until(() => events.some(({ type }) => type === 'form'), 'heard the form');
    await settle();

    assert.deepEqual(Object.keys(complaints), ['reason']);
    assert.deepEqual(none, {});
    const forms = events.filter(({ type }) => type === 'form');
    const [form] = forms;
    assert.equal(forms.length, 1);
    assert.ok(form?.type === 'form');
    assert.equal(form.formId, 'reject:plan_1');
    assert.deepEqual(form.fields, { reason: 'not during the sale' });
  });
}

function describeForms(start: Start): void {
  it('what is filled in beside a button comes with its form, once', async () => {
    const { peer, events, adapter } = await start();
    if (peer.fill === undefined) return;
    const card = await adapter.post(peer.place, { card: exampleCard() }, options('card'));

    const acknowledged = await peer.fill(card.id, 'Reject', { reason: ' not during the sale ' });
    await peer.redeliverLast();
    await until(() => events.length === 1, 'heard the form');
    await settle();

    assert.notEqual(acknowledged ?? null, null);
    assert.equal(events.length, 1);
    const [form] = events;
    assert.ok(form?.type === 'form');
    assert.equal(form.formId, 'reject:plan_1');
    assert.deepEqual(form.fields, { reason: 'not during the sale' });
  });

  it('a whisper reaches the clicker alone', async () => {
    const { peer, adapter } = await start(
      (event) => void event.responder.whisper({ level: 'warn', text: 'Li Lei has approved it already' }),
    );
    const card = await adapter.post(peer.place, { card: exampleCard() }, options('card'));

    await peer.click(card.id, 'Approve');
    await until(() => peer.whispers().length === 1, 'whispered');

    assert.match(peer.whispers()[0] ?? '', /Li Lei has approved it already/);
    assert.equal(peer.visible().length, 1);
  });

  it('what does not come from the platform is refused', async () => {
    const { peer, events } = await start();

    assert.equal(await peer.forge(), true);
    await settle();

    assert.equal(events.length, 0);
  });
}

const rejectForm = {
  id: 'reject:plan_1',
  title: 'Reject the plan',
  submit: 'Reject',
  fields: [{ id: 'reason', label: 'Why?', isMultiline: true, isRequired: true, placeholder: 'What should happen instead' }],
};
