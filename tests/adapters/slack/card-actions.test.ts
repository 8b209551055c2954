import assert from 'node:assert/strict';
import { it } from 'node:test';
import { cardActions, readClicked } from '../../../src/adapters/slack/card-actions.ts';
import { exampleCard } from '../../contracts/adapter-peer.ts';

it('cardActions() and readClicked() agree for buttons and for the menu', () => {
  const [actions] = cardActions(exampleCard(), 'en');

  const clicked = (actions?.elements ?? []).flatMap((element) => {
    if (element.type === 'button') return [readClicked({ action_id: element.action_id ?? '', value: element.value })];
    if (element.type !== 'overflow') return [];
    return element.options.map((option) =>
      readClicked({ action_id: element.action_id ?? '', selected_option: { value: option.value ?? '' } }),
    );
  });

  assert.deepEqual(clicked, [
    { actionId: 'approve', value: 'plan_1 abcdef' },
    { actionId: 'reject', value: 'plan_1 abcdef' },
    { actionId: 'investigate-again', value: 'inc_1' },
  ]);
});

it('cardActions() asks before it counts, in the language of the card', () => {
  const card = { ...exampleCard(), buttons: [{ id: 'approve', label: '批准', style: 'primary', value: 'v', confirm: '确定？' }] as const };

  const [actions] = cardActions(card, 'zh-CN');
  const [button] = actions?.elements ?? [];

  assert.ok(button?.type === 'button');
  assert.deepEqual([button.confirm?.text.text, button.confirm?.deny?.text], ['确定？', '取消']);
});

it('readClicked() knows no other ids', () => {
  assert.equal(readClicked({ action_id: 'approve', value: 'x' }), null);
  assert.equal(readClicked({ action_id: 'zhiban-menu', selected_option: null }), null);
  assert.equal(readClicked({ action_id: 'zhiban-menu', selected_option: { value: 'nospace' } }), null);
});

it('cardActions() has a menu with a label where there are more choices than Slack’s small one takes', () => {
  const overflow = Array.from({ length: 8 }, (_, index) => ({
    id: `a${index}`,
    label: `A${index}`,
    style: 'default' as const,
    value: 'inc_1',
  }));

  const [actions] = cardActions({ ...exampleCard(), overflow }, 'zh-CN');
  const menu = actions?.elements.find((element) => element.type === 'static_select');

  assert.ok(menu?.type === 'static_select');
  assert.deepEqual([menu.placeholder?.text, menu.options?.length], ['更多…', 8]);
  assert.deepEqual(readClicked({ action_id: menu.action_id ?? '', selected_option: { value: menu.options?.[7]?.value ?? '' } }), {
    actionId: 'a7',
    value: 'inc_1',
  });
});
