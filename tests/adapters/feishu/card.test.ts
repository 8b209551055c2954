import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { cardToFeishu, cardToPlainFeishu, movedCard } from '../../../src/adapters/feishu/card.ts';
import { cardActions, readClicked } from '../../../src/adapters/feishu/card-actions.ts';
import type { FeishuCard } from '../../../src/adapters/feishu/elements.ts';
import { feishuLimits } from '../../../src/adapters/feishu/limits.ts';
import { type Card, paragraph } from '../../../src/domain/card.ts';
import { checkCard } from '../../peers/feishu/check-card.ts';
import { exampleCards } from '../slack/example-cards.ts';

const folder = new URL('./cards/', import.meta.url);
const isUpdating = process.argv.includes('--update-goldens');

/** As the platform measures it: the content as text within the request. */
function problemOf(card: FeishuCard): unknown {
  const content = JSON.stringify(card);
  return checkCard(
    content,
    Buffer.byteLength(JSON.stringify({ receive_id: 'oc_ops1', msg_type: 'interactive', content, uuid: 'x'.repeat(50) })),
  );
}

function example(): Card {
  return exampleCards.find(({ name }) => name === 'waiting.en')?.card ?? assert.fail('no example');
}

describe('cardToFeishu()', () => {
  for (const { name, locale, card } of exampleCards) {
    it(`renders ${name} as kept in cards/`, () => {
      const text = `${JSON.stringify(cardToFeishu(card, locale), null, 2)}\n`;
      const file = new URL(`${name}.json`, folder);
      if (isUpdating) {
        mkdirSync(folder, { recursive: true });
        writeFileSync(file, text);
      }

      assert.equal(text, readFileSync(file, 'utf8'));
    });

    it(`renders ${name} within what Feishu takes`, () => {
      assert.equal(problemOf(cardToFeishu(card, locale, { mention: ['ou_a11ce0000'], note: 'goes on here' })), null);
    });
  }

  it('gives each tone its own colour', () => {
    const tones = ['firing', 'investigating', 'waiting', 'snoozed', 'resolved'] as const;

    const colors = tones.map((tone) => cardToFeishu({ ...example(), tone }, 'en').header.template);

    assert.deepEqual(colors, ['red', 'blue', 'orange', 'grey', 'green']);
  });

  it('calls people by their ids, and nobody by anything else', () => {
    const text = JSON.stringify(cardToFeishu(example(), 'en', { mention: ['ou_a11ce0000', 'all', 'ou_x></at><at id=all>'] }));

    assert.deepEqual(text.match(/<at [^>]*>/g), ['<at id=ou_a11ce0000>']);
  });

  it('can’t be forwarded, and can be updated for everybody', () => {
    const { config } = cardToFeishu(example(), 'en');

    assert.deepEqual([config.enable_forward, config.update_multi], [false, true]);
  });

  it('shortens whatever is too long and says where the rest is', () => {
    const long = paragraph('很长的一句话，带有 "引号" 和 \\ 反斜杠。'.repeat(2_000));
    const code = { type: 'code', text: 'x < y && "z"\n'.repeat(2_000) } as const;
    const sections = (['situation', 'cause', 'next', 'plan', 'progress', 'blind-spots'] as const).map((id, index) => ({
      id,
      label: 'L'.repeat(300),
      lines: index % 2 === 0 ? [long, code] : [code, long],
    }));
    const card = { ...example(), title: '题'.repeat(400), subtitle: 's'.repeat(5_000), fallbackText: 'f'.repeat(9_000), sections };

    const rendered = cardToFeishu(card, 'en');

    assert.equal(problemOf(rendered), null);
    const shown = JSON.stringify(rendered.body);
    assert.equal(shown.match(/Open in the console/g)?.length, 7, 'six sections and the foot link to the whole');
    assert.equal((shown.match(/```/g)?.length ?? 0) % 2, 0);
  });

  it('puts two short sections side by side, and folds what only some want to read', () => {
    const sections = [
      { id: 'situation', label: 'A', lines: [paragraph('short')] },
      { id: 'next', label: 'B', lines: [paragraph('also short')] },
      { id: 'blind-spots', label: 'C', lines: [paragraph('web-2 was not looked at')] },
    ] as const;

    const { elements } = cardToFeishu({ ...example(), sections, buttons: [], overflow: [], link: null, budget: null }, 'en').body;

    assert.deepEqual(
      elements.map(({ tag }) => tag),
      ['column_set', 'collapsible_panel'],
    );
  });
});

describe('cardToPlainFeishu() and movedCard()', () => {
  it('stay cards, so that they can be edited later', () => {
    const plain = cardToPlainFeishu({ ...example(), sections: [{ id: 'cause', label: 'Cause', lines: [paragraph('x'.repeat(40_000))] }] });
    const moved = movedCard(example(), 'goes on elsewhere');

    assert.deepEqual([problemOf(plain), problemOf(moved)], [null, null]);
    assert.ok(!JSON.stringify(moved).includes('callback'), 'nothing on a card that was left behind can be pressed');
  });
});

describe('cardActions() and readClicked()', () => {
  it('a menu holds what asks nothing back; the rest becomes a button', () => {
    const overflow = [
      { id: 'short', label: 'Short', style: 'default', value: 'a' },
      { id: 'asking', label: 'Asking', style: 'danger', value: 'c', confirm: 'Sure?' },
    ] as const;

    const [row] = cardActions([], overflow, 'en');

    assert.ok(row?.tag === 'column_set');
    assert.deepEqual(
      row.columns.map(({ elements }) => elements[0]?.tag),
      ['button', 'overflow'],
    );
  });

  it('what was put into a button comes back out of its click', () => {
    assert.deepEqual(readClicked({ value: { zhiban: 'click', id: 'approve', value: 'plan_1:abc' } }), {
      actionId: 'approve',
      value: 'plan_1:abc',
    });
    assert.deepEqual(readClicked({ value: '{"zhiban":"click","id":"stop","value":"p"}' }), { actionId: 'stop', value: 'p' });
    assert.deepEqual(readClicked({ option: '{"zhiban":"click","id":"resolve","value":"i"}' }), { actionId: 'resolve', value: 'i' });
    assert.deepEqual(readClicked({ value: { zhiban: 'form', id: 'reject:plan_1' }, form_value: { reason: ' no ', other: 3 } }), {
      formId: 'reject:plan_1',
      fields: { reason: 'no', other: '' },
    });
  });

  it('a click that isn’t ours says nothing', () => {
    for (const value of [
      null,
      undefined,
      'text',
      { id: 'approve' },
      { zhiban: 'click', id: 7 },
      { zhiban: 'click', id: 'x'.repeat(5_000) },
    ]) {
      assert.equal(readClicked({ value }), null);
    }
  });

  it('an input takes no more than Feishu lets it', () => {
    assert.ok(feishuLimits.inputCharsMax <= 1_000);
  });
});
