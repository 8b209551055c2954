import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callbackAnswer, readCardClick } from '../../../src/adapters/dingtalk/card-callback.ts';

const action = (actionIds: unknown, params: unknown) => JSON.stringify({ cardPrivateData: { actionIds, params } });
const envelope = { outTrackId: 'zb-1', userId: 'staff-1', corpId: 'ding1', spaceId: 'dtv1.card//IM_GROUP.cidX==' };

describe('readCardClick()', () => {
  it('reads who, what and the reason from content, from value, or from an object', () => {
    const content = action(['reject'], { value: 'plan_1:ab', reason: '高峰期' });
    const expected = {
      outTrackId: 'zb-1',
      userId: 'staff-1',
      corpId: 'ding1',
      spaceId: 'cidX==',
      actionId: 'reject',
      value: 'plan_1:ab',
      reason: '高峰期',
    };

    assert.deepEqual(readCardClick({ ...envelope, content, value: content }), expected);
    assert.deepEqual(readCardClick({ ...envelope, value: content }), expected);
    assert.deepEqual(readCardClick({ ...envelope, content: '', value: content }), expected);
    assert.deepEqual(readCardClick({ ...envelope, content: JSON.parse(content) }), expected);
  });

  it('reads a field that comes within an object, and a click without parameters', () => {
    const form = readCardClick({ ...envelope, content: action(['reject'], { form: { reason: 'why' } }) });
    const bare = readCardClick({ ...envelope, content: JSON.stringify({ cardPrivateData: { actionIds: ['approve'] } }) });

    assert.deepEqual([form?.reason, form?.value, bare?.reason, bare?.actionId], ['why', null, null, 'approve']);
  });

  it('knows the generic buttons by their mark only', () => {
    const idOf = (id: string) => readCardClick({ ...envelope, content: action([id], {}) })?.actionId;

    assert.deepEqual(['zb:details', 'zb:what-changed', 'details', 'zb:', 'zb:<x>', 'zb:../x'].map(idOf), [
      'details',
      'what-changed',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  const forged: readonly unknown[] = [
    null,
    'x',
    {},
    { ...envelope, content: 'not JSON', value: '{' },
    { ...envelope, outTrackId: '' },
    { ...envelope, userId: '', content: action(['approve'], {}) },
    { ...envelope, userId: 7, content: action(['approve'], {}) },
    { ...envelope, content: action([], {}) },
    { ...envelope, content: action('approve', {}) },
    { ...envelope, content: action(['approve'], ['x']) },
    { ...envelope, content: JSON.stringify({ actionIds: ['approve'] }) },
  ];
  for (const data of forged) it(`is null for ${JSON.stringify(data)}`, () => assert.equal(readCardClick(data), null));
});

it('callbackAnswer() says it bare and within response, for gateways of both kinds', () => {
  const answer = callbackAnswer({ notice: 'hi' });
  const bare = {
    cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
    cardData: { cardParamMap: {} },
    userPrivateData: { cardParamMap: { notice: 'hi' } },
  };

  assert.deepEqual(answer, { ...bare, response: bare });
});
