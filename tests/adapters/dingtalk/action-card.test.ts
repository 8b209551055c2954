import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cardToActionCard, changeOfCard, stateOfCard } from '../../../src/adapters/dingtalk/action-card.ts';
import { parseCommand } from '../../../src/bot/parse-command.ts';
import type { Card } from '../../../src/domain/card.ts';
import { exampleCards } from '../slack/example-cards.ts';

function example(name: string): Card {
  const found = exampleCards.find((one) => one.name === name);
  assert.ok(found);
  const button = (id: string, value: string) => ({ id, label: id, style: 'default', value }) as const;
  const buttons = [button('approve', 'plan_1:ab'), button('reject', 'plan_1:ab'), button('details', 'plan_1:ab')];
  return name.startsWith('waiting')
    ? { ...found.card, buttons, overflow: [button('acknowledge', 'inc_1'), button('investigate-again', 'inc_1')] }
    : found.card;
}

function commandsOf(card: Card, locale: 'zh-CN' | 'en'): readonly string[] {
  const { msgParam } = cardToActionCard(card, locale);
  return Object.entries(msgParam).flatMap(([key, url]) =>
    key.startsWith('actionURL') ? [new URL(url).searchParams.get('content') ?? ''] : [],
  );
}

describe('cardToActionCard()', () => {
  it('has buttons whose commands name the plan or the incident, in both languages', () => {
    assert.deepEqual(commandsOf(example('waiting.en'), 'en'), [
      'approve plan_1',
      'reject plan_1',
      'show ZB-42',
      'ack ZB-42',
      'ZB-42 investigate again',
    ]);
    assert.deepEqual(commandsOf(example('waiting.zh-CN'), 'zh-CN'), [
      '批准 plan_1',
      '驳回 plan_1',
      '查看 ZB-42',
      '接手 ZB-42',
      'ZB-42 重新排查',
    ]);
  });

  it('says only what the bot understands', () => {
    for (const locale of ['zh-CN', 'en'] as const) {
      const names = commandsOf(example(`waiting.${locale}`), locale).map((text) => parseCommand(text.replace(/^ZB-42 /, '')).name);
      assert.deepEqual(names, ['approve', 'reject', 'show', 'acknowledge', 'investigate-again']);
    }
  });

  it('snoozes by the words that the bot understands', () => {
    const card = example('waiting.en');
    const buttons = ['snooze-30m', 'end-snooze'].map((id) => ({ id, label: id, style: 'default' as const, value: 'inc_1' }));
    for (const locale of ['zh-CN', 'en'] as const) {
      const commands = commandsOf({ ...card, buttons, overflow: [] }, locale).map((text) => parseCommand(text));
      assert.deepEqual(commands, [
        { name: 'snooze', target: 'ZB-42', durationMs: 0 },
        { name: 'unsnooze', target: 'ZB-42' },
      ]);
    }
  });

  it('writes the host in lower case, and percent signs for what is no ASCII', () => {
    const { msgKey, msgParam } = cardToActionCard(example('waiting.zh-CN'), 'zh-CN');

    assert.equal(msgKey, 'sampleActionCard5');
    assert.equal(msgParam.actionURL1, `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent('批准 plan_1')}`);
  });

  it('takes the form that fits the number of buttons, and stays within a message', () => {
    const card = example('waiting.en');
    const long = {
      ...card,
      sections: card.sections.map((section) => ({ ...section, lines: [{ type: 'code', text: '很长\n'.repeat(9_000) } as const] })),
    };

    assert.equal(cardToActionCard({ ...card, buttons: [], overflow: [] }, 'en').msgKey, 'sampleMarkdown');
    assert.equal(cardToActionCard({ ...card, buttons: card.buttons.slice(0, 1), overflow: [] }, 'en').msgKey, 'sampleActionCard');
    assert.ok(Buffer.byteLength(cardToActionCard(long, 'en').msgParam.text ?? '') <= 16_000);
  });
});

it('changeOfCard() says in a few lines what has become of it', () => {
  const { text = '' } = changeOfCard(example('resolved.zh-CN')).msgParam;

  assert.match(text, /^\*\*✅ ZB-42 .*\*\* {2}\n严重/);
});

it('stateOfCard() differs by state, and not by progress', () => {
  const running = example('running.en');

  assert.equal(stateOfCard(running), stateOfCard({ ...running, revision: 99, sections: [], budget: null }));
  assert.notEqual(stateOfCard(running), stateOfCard(example('resolved.en')));
});
