import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { cardToData, overlongPlan, sectionKey, shortenBytes } from '../../../src/adapters/dingtalk/card.ts';
import { type Card, paragraph } from '../../../src/domain/card.ts';
import { exampleCards } from '../slack/example-cards.ts';

const folder = new URL('./cards/', import.meta.url);
const isUpdating = process.argv.includes('--update-goldens');
const deciders = ['staff-alice'];

function example(): Card {
  const found = exampleCards.find((one) => one.name === 'waiting.en');
  assert.ok(found);
  return found.card;
}

function checkValues(card: Card): void {
  const { shared, personal } = cardToData(card, 'zh-CN');
  for (const [key, value] of [shared, ...Object.values(personal)].flatMap((map) => Object.entries(map))) {
    assert.equal(typeof value, 'string', key);
    assert.ok(Buffer.byteLength(value) <= 1_024 && Buffer.byteLength(key) <= 100, `${key}: ${Buffer.byteLength(value)}`);
    assert.equal((value.match(/```/g) ?? []).length % 2, 0, key);
  }
}

describe('cardToData()', () => {
  for (const { name, locale, card } of exampleCards) {
    it(`renders ${name} as kept in cards/, within the template’s limits`, () => {
      const text = `${JSON.stringify(cardToData({ ...card, deciders }, locale), null, 2)}\n`;
      const file = new URL(`${name}.json`, folder);
      if (isUpdating) {
        mkdirSync(folder, { recursive: true });
        writeFileSync(file, text);
      }

      assert.equal(text, readFileSync(file, 'utf8'));
      checkValues(card);
    });
  }

  it('shows the buttons of a decision to those who may decide, and to all when nobody is known', () => {
    const some = cardToData({ ...example(), deciders }, 'en');
    const all = cardToData(example(), 'en');

    assert.deepEqual([some.shared.open_to_all, some.personal], ['no', { 'staff-alice': { may_decide: 'yes' } }]);
    assert.deepEqual([all.shared.open_to_all, all.personal], ['yes', {}]);
  });

  it('fills the same variables in every state, so that an update leaves nothing of the last one', () => {
    const keys = exampleCards.map(({ card, locale }) => Object.keys(cardToData(card, locale).shared).join());

    assert.equal(new Set(keys).size, 1);
  });

  it('shortens whatever is too long, and says where the rest is', () => {
    const long = [paragraph('很长的一句话。'.repeat(300)), { type: 'code', text: 'select 1;\n'.repeat(300) } as const];
    const sections = (['situation', 'cause', 'next', 'plan', 'progress', 'blind-spots'] as const).map((id) => ({
      id,
      label: 'L'.repeat(300),
      lines: long,
    }));
    const card = { ...example(), title: '题'.repeat(900), subtitle: 's'.repeat(9_000), sections };

    checkValues(card);

    assert.match(cardToData(card, 'zh-CN').shared.plan ?? '', /余下内容见下方消息$/);
  });
});

describe('overlongPlan()', () => {
  it('is null for a plan that the card shows in full, and for one that waits for nobody', () => {
    const plan = { id: 'plan', label: 'Plan', lines: [paragraph('很长的一步。'.repeat(200))] } as const;

    assert.equal(overlongPlan(example()), null);
    assert.equal(overlongPlan({ ...example(), buttons: [], sections: [plan] }), null);
    assert.equal(overlongPlan({ ...example(), sections: [plan] })?.length, 2);
  });
});

it('sectionKey() is a variable’s name', () => assert.equal(sectionKey('blind-spots'), 'blind_spots'));

it('shortenBytes() never breaks a character', () => {
  for (let bytes = 4; bytes < 30; bytes += 1) {
    const cut = shortenBytes('😀值班😀值班😀', bytes);
    assert.ok(Buffer.byteLength(cut) <= bytes && !cut.includes('\ufffd'), cut);
  }
  assert.equal(shortenBytes('short', 10), 'short');
});
