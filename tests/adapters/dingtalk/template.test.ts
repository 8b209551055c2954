/** The shipped template and the adapter must speak of the same variables and buttons. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { buttonPrefix, cardToData } from '../../../src/adapters/dingtalk/card.ts';
import { exampleCards } from '../slack/example-cards.ts';

const text = z.object({ type: z.literal('dynamicString'), content: z.string() });
const component = z.looseObject({ componentName: z.string(), props: z.looseObject({ actionId: text.optional() }) });
const exported = z.object({ editorData: z.string(), widgetInfo: z.string() });
const editor = z.looseObject({
  schema: z.object({
    componentsMap: z.array(z.looseObject({ componentName: z.string() })),
    componentsTree: z.array(z.looseObject({ children: z.array(component) })),
  }),
  variableList: z.array(
    z.object({
      name: z.string(),
      private: z.boolean(),
      type: z.string(),
      id: z.string(),
      description: z.string(),
      editorVarType: z.string(),
    }),
  ),
  expList: z.array(z.looseObject({ name: z.string(), expContent: z.string() })),
});
const raw = readFileSync(new URL('../../../config/dingtalk-card-template.json', import.meta.url), 'utf8');
const template = editor.parse(JSON.parse(exported.parse(JSON.parse(raw)).editorData));
const [card] = template.schema.componentsTree;

describe('config/dingtalk-card-template.json', () => {
  it('declares exactly the variables that cards fill: the shared ones, and the private ones', () => {
    const [{ card: example, locale } = assert.fail()] = exampleCards;
    const names = (isPrivate: boolean) =>
      template.variableList
        .filter((one) => one.private === isPrivate)
        .map(({ name }) => name)
        .toSorted();

    assert.deepEqual(names(false), Object.keys(cardToData(example, locale).shared).toSorted());
    assert.deepEqual(names(true), ['may_decide', 'notice']);
  });

  it('shows every variable somewhere, and binds nothing that isn’t there', () => {
    const used = JSON.stringify([card, template.expList]);
    const known = new Set([...template.variableList, ...template.expList].map(({ name }) => name));
    const bound = [...used.matchAll(/\$\{(\w+)\}/g), ...used.matchAll(/"variable":"(\w+)"/g)].map((match) => match[1] ?? '');

    assert.deepEqual(
      bound.filter((name) => !known.has(name)),
      [],
    );
    for (const name of known) assert.ok(new RegExp(`\\b${name}\\b`).test(used), name);
  });

  it('has the buttons approve and reject, each with its value, only for those who may decide while it is pending', () => {
    const withAction = card?.children.filter(({ props }) => props.actionId !== undefined && props.actionId.content !== '') ?? [];
    const ids = withAction.map(({ props }) => props.actionId?.content);

    assert.deepEqual(ids, ['approve', 'reject', ...[1, 2, 3, 4].map((slot) => `\${more_${slot}_id}`)]);
    for (const { props } of withAction) assert.match(JSON.stringify(props.params), /"name":"value"/);
    for (const { props } of withAction.slice(0, 2)) assert.match(JSON.stringify(props.visible), /"variable":"show_decision"/);
    assert.match(
      template.expList.find(({ name }) => name === 'show_decision')?.expContent ?? '',
      /^pending == 'yes' && \(open_to_all == 'yes' \|\| may_decide == 'yes'\)$/,
    );
    assert.equal(buttonPrefix, 'zb:');
  });

  it('asks for the reason in a form whose one field is `reason`', () => {
    const waiting = exampleCards.find(({ name }) => name === 'waiting.zh-CN') ?? assert.fail();
    const form: unknown = JSON.parse(cardToData(waiting.card, 'zh-CN').shared.reject_form ?? '');

    assert.ok(card?.children.some(({ componentName, props }) => componentName === 'Form' && props.actionId?.content === 'reject'));
    assert.deepEqual(form, { fields: [{ name: 'reason', label: '驳回原因（可不填）', type: 'TEXT', placeholder: '例如：高峰期不重启' }] });
  });

  it('lists every component that it uses', () => {
    const listed = template.schema.componentsMap.map(({ componentName }) => componentName);

    for (const { componentName } of card?.children ?? []) assert.ok(listed.includes(componentName), componentName);
  });
});
