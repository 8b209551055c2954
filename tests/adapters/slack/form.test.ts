import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formToView, readSubmission } from '../../../src/adapters/slack/form.ts';
import { checkView } from '../../peers/slack/check-blocks.ts';

const form = {
  id: 'reject:plan_1',
  title: '驳回处置方案并说明原因，以便值班同事继续排查',
  submit: '驳回',
  fields: [
    { id: 'reason', label: '原因', isMultiline: true, isRequired: true, placeholder: '希望怎么做' },
    { id: 'note', label: '备注', isMultiline: false, isRequired: false },
  ],
};
const origin = { channel: 'C1', thread: '1700000001.000100' };

function submit(values: Readonly<Record<string, string>>) {
  const view = formToView(form, origin);
  return {
    ...view,
    id: 'V1',
    state: { values: Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { value: { value } }])) },
  };
}

describe('formToView()', () => {
  it('is a modal that Slack takes', () => {
    assert.equal(checkView(formToView(form, origin)), null);
  });
});

describe('readSubmission()', () => {
  it('gives the form, where it was asked, and the fields back', () => {
    const submission = readSubmission(submit({ reason: ' 大促期间不动 ' }));

    assert.deepEqual(submission, { formId: 'reject:plan_1', origin, fields: { reason: '大促期间不动', note: '' }, errors: {} });
  });

  it('complains about blanks where an answer is needed, in the language of the form', () => {
    assert.deepEqual(readSubmission(submit({ reason: ' \n', note: '' }))?.errors, { reason: '请填写此项' });
  });

  it('is null for views of others and for broken metadata', () => {
    assert.equal(readSubmission({ ...submit({}), callback_id: 'other' }), null);
    assert.equal(readSubmission({ ...submit({}), private_metadata: '{' }), null);
    assert.equal(readSubmission(null), null);
  });
});
