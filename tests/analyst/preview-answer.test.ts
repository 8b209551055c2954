import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMask } from '../../src/analyst/mask.ts';
import { previewAnswer } from '../../src/analyst/preview-answer.ts';
import { allMasks } from './fixtures/analyst.ts';
import { ordersCase } from './fixtures/orders-case.ts';

const cited = '{"evidenceIds": ["ev_memory0000000000"], "text": "';

function preview(json: string, name = 'answer'): string | null {
  const mask = createMask(allMasks, { '«name-1»': 'cache-box' });
  return previewAnswer({ text: '', calls: [{ id: 'c', name, arguments: json }] }, ordersCase, mask);
}

const cases: readonly (readonly [what: string, json: string, shown: string | null])[] = [
  ['only whole sentences', `${cited}已用 100 MiB。接着`, '已用 100 MiB。'],
  ['a sentence in English once the next has begun', `${cited}It is full. It`, 'It is full.'],
  ['nothing of the first sentence', `${cited}It is fu`, null],
  ['no sentence with a number that the evidence lacks', `${cited}有 777 个错误。已用 100 MiB。`, '已用 100 MiB。'],
  ['nothing that cites nothing', '{"evidenceIds": [], "text": "It is full. It', null],
  ['nothing that cites invented evidence', '{"evidenceIds": ["ev_invented"], "text": "It is full. It', null],
  ['nothing while the evidence is not named', '{"text": "It is full. It', null],
  ['nothing of evidence that is half named', '{"evidenceIds": ["ev_memory0000000000"', null],
  ['placeholders as what they stand for', `${cited}主机 «name-1» 满了。其`, '主机 cache-box 满了。'],
  ['no half of a placeholder', `${cited}满了。主机 «name`, '满了。'],
  ['no link, not even begun', `${cited}满了。见 [图。这里](https://evil.exa`, '满了。'],
  ['escapes as what they mean, and none that is cut', `${cited}\\"满\\"了。\\u4f`, '"满"了。'],
  ['a list without the number of the line to come', `${cited}满了。\\n1. `, '满了。'],
];

for (const [what, json, shown] of cases) {
  test(`previewAnswer() shows ${what}`, () => {
    assert.equal(preview(json), shown);
  });
}

test('previewAnswer() shows nothing of other calls', () => {
  assert.equal(preview(`${cited}It is full. It`, 'look'), null);
});

test('previewAnswer() shows at every moment a beginning of what is shown in the end', () => {
  const json = `${cited}已用 100 MiB。主机 «name-1» 有 777 个错误。见 (说明。书)。内存满了。\\n- 请扩容。"}`;
  const last = preview(json) ?? '';

  for (let length = 0; length < json.length; length += 1) {
    const shown = preview(json.slice(0, length)) ?? '';
    assert.ok(last.startsWith(shown), `${shown} is no beginning of ${last}`);
  }
  assert.ok(last.includes('请扩容'));
});
