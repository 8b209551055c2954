import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { cardToBlocks, cardToText, charsOf } from '../../../src/adapters/slack/card.ts';
import { slackLimits } from '../../../src/adapters/slack/limits.ts';
import { type Card, paragraph } from '../../../src/domain/card.ts';
import { checkBlocks } from '../../peers/slack/check-blocks.ts';
import { exampleCards } from './example-cards.ts';

const folder = new URL('./cards/', import.meta.url);
const isUpdating = process.argv.includes('--update-goldens');

describe('cardToBlocks()', () => {
  for (const { name, locale, card } of exampleCards) {
    it(`renders ${name} as kept in cards/`, () => {
      const text = `${JSON.stringify(cardToBlocks(card, locale), null, 2)}\n`;
      const file = new URL(`${name}.json`, folder);
      if (isUpdating) {
        mkdirSync(folder, { recursive: true });
        writeFileSync(file, text);
      }

      assert.equal(text, readFileSync(file, 'utf8'));
    });

    it(`renders ${name} within what Slack takes`, () => {
      const content = cardToBlocks(card, locale, ['U0ALICE01']);

      assert.equal(checkBlocks(content.blocks, content.attachments), null);
    });
  }

  it('gives each tone its own colour', () => {
    const tones = ['firing', 'investigating', 'waiting', 'snoozed', 'resolved'] as const;

    const colors = tones.map((tone) => cardToBlocks({ ...example(), tone }, 'en').attachments[0]?.color);

    assert.equal(new Set(colors).size, tones.length);
  });

  it('calls people by their ids, and nobody by anything else', () => {
    const text = JSON.stringify(cardToBlocks(example(), 'en', ['U0ALICE01', 'S0ONCALL1', '!channel', 'C1> <!here']));

    assert.ok(text.includes('<@U0ALICE01> <!subteam^S0ONCALL1>'));
    assert.ok(!text.includes('<!channel>') && !text.includes('<!here>'));
  });

  it('shortens whatever is too long and says where the rest is', () => {
    const long = paragraph('很长的一句话。'.repeat(3_000));
    const code = { type: 'code', text: 'x < y && z\n'.repeat(2_000) } as const;
    const sections = (['situation', 'cause', 'next', 'plan', 'progress', 'blind-spots'] as const).map((id, index) => ({
      id,
      label: 'L'.repeat(300),
      lines: index % 2 === 0 ? [long, code] : [code, long],
    }));
    const card = { ...example(), title: '题'.repeat(400), subtitle: 's'.repeat(5_000), fallbackText: 'f'.repeat(9_000), sections };

    const content = cardToBlocks(card, 'en');

    assert.equal(checkBlocks(content.blocks, content.attachments), null);
    assert.ok(charsOf([content.blocks, content.attachments[0]?.blocks]) <= slackLimits.cardCharsMax + slackLimits.contextCharsMax);
    const shown = JSON.stringify(content.attachments);
    assert.equal(shown.match(/Open in the console/g)?.length, 7, 'six sections and the foot link to the whole');
    assert.equal((shown.match(/```/g)?.length ?? 0) % 2, 0);
  });

  it('puts what does not fit the menu into a button', () => {
    const overflow = [
      { id: 'short', label: 'Short', style: 'default', value: 'a' },
      { id: 'long', label: 'Long', style: 'default', value: 'b'.repeat(400) },
      { id: 'asking', label: 'Asking', style: 'danger', value: 'c', confirm: 'Sure?' },
    ] as const;

    const blocks = cardToBlocks({ ...example(), overflow }, 'en').attachments[0]?.blocks ?? [];

    const actions = blocks.find((block) => block.type === 'actions');
    const types = actions !== undefined && 'elements' in actions ? actions.elements.map((element) => element.type) : [];
    assert.deepEqual(types, ['button', 'overflow', 'button', 'button']);
  });

  it('has no actions block when there is nothing to press', () => {
    const blocks = cardToBlocks({ ...example(), buttons: [], overflow: [] }, 'en').attachments[0]?.blocks ?? [];

    assert.ok(!blocks.some((block) => block.type === 'actions'));
  });
});

describe('cardToText()', () => {
  it('says all sections in words and stays one message', () => {
    const text = cardToText({
      ...example(),
      sections: [{ id: 'plan', label: 'Plan', lines: [{ type: 'code', text: 'y'.repeat(9_000) }] }],
    });

    assert.ok(text.length <= 3_000);
    assert.equal((text.match(/```/g)?.length ?? 0) % 2, 0);
    assert.ok(text.endsWith('|Open in the console>'));
  });
});

function example(): Card {
  const found = exampleCards.find((one) => one.name === 'investigating.en');
  assert.ok(found);
  return { ...found.card, buttons: found.card.buttons.slice(0, 1) };
}
