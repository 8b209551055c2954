/** What a plugin may say of its chat: bounded, and told apart from what it may not. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chatDescription, heardSchema, inboundSchema, profileSchema } from '../../src/plugins/chat-protocol.ts';

const actor = { workspace: 'w', userId: 'ann', isBot: false, isExternal: false };
const told = { number: 1, key: 'k', at: '2026-03-01T10:00:00.000Z', actor };
const place = { workspace: 'w', channel: 'ops' };
const message = { ...told, type: 'message', place, text: 'why?', isAddressed: true, messageId: 'm1' };
const click = { ...told, type: 'click', place, card: { place, id: 'c1' }, actionId: 'approve', value: 'plan_1:abc' };

const refused = [
  ['a time that is none', { ...message, at: 'yesterday' }],
  ['a text beyond the limit', { ...message, text: 'x'.repeat(40_001) }],
  ['nobody who spoke', { ...message, actor: undefined }],
  ['an account without a name', { ...message, actor: { ...actor, userId: '' } }],
  ['a click on no card', { ...click, card: undefined }],
  ['a value beyond the limit', { ...click, value: 'x'.repeat(1_001) }],
  ['a type that there isn’t', { ...message, type: 'approve' }],
] as const;

for (const [what, given] of refused) {
  test(`inboundSchema refuses ${what}`, () => {
    assert.equal(inboundSchema.safeParse(given).success, false);
  });
}

test('inboundSchema takes messages and clicks, and leaves out the names of adapters', () => {
  const parsed = inboundSchema.parse({ ...click, place: { ...place, adapter: 'slack' }, actor: { ...actor, adapter: 'slack' } });

  assert.equal(inboundSchema.safeParse(message).success, true);
  assert.ok(parsed.type === 'click' && !('adapter' in parsed.place) && !('adapter' in parsed.actor));
});

test('heardSchema, profileSchema and chatDescription hold what surrounds it to its limits', () => {
  const health = { state: 'up', since: told.at };

  assert.equal(heardSchema.safeParse({ events: [message], dropped: 0, health, workspace: null }).success, true);
  assert.equal(heardSchema.safeParse({ events: Array(21).fill(message), dropped: 0, health, workspace: null }).success, false);
  assert.equal(profileSchema.safeParse({ name: 'Ann', email: 'ann@example.com', phone: '+8613800000000' }).success, true);
  assert.equal(profileSchema.safeParse({ name: 'Ann', email: null, phone: '138' }).success, false);
  assert.equal(chatDescription.safeParse({ capabilities: {}, hasLinks: false }).success, false);
});
