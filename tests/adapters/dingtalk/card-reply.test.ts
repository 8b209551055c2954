import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createCardReply } from '../../../src/adapters/dingtalk/card-reply.ts';
import { createLog, realClock } from '../slack/slack-harness.ts';

const click = { outTrackId: 'zb-1', userId: 'p1', corpId: 'c', spaceId: '', actionId: 'reject', value: 'plan_1' } as const;
const field = { id: 'reason', label: '原因', isMultiline: true, isRequired: false };
const form = { id: 'reject:plan_1', title: 't', submit: 's', fields: [field] };

function made(reason: string | null) {
  const answers: unknown[] = [];
  const forms: unknown[] = [];
  const told: string[] = [];
  const cards = {
    create: async () => '',
    update: async () => undefined,
    tell: async (_id: string, _user: string, notice: string) => void told.push(notice),
  };
  const reply = createCardReply({
    ...{ click: { ...click, reason }, cards, clock: realClock, log: createLog([]), answerWithinMs: 20 },
    outbound: undefined as never,
    answer: (data) => void answers.push(data),
    submitForm: (id, fields) => void forms.push([id, fields]),
  });
  return { reply, answers, forms, told };
}

it('createCardReply() answers once, by itself when nobody does', async () => {
  const { reply, answers } = made(null);

  await new Promise((resolve) => setTimeout(resolve, 60));
  reply.acknowledge();
  await reply.responder.whisper({ level: 'ok', text: 'late' });

  assert.equal(answers.length, 1);
});

it('createCardReply() hands the card’s own input on as the form', async () => {
  const withInput = made(' 高峰期 ');
  const without = made(null);

  assert.deepEqual([await withInput.reply.responder.openForm(form), await without.reply.responder.openForm(form)], [true, false]);
  assert.deepEqual(withInput.forms, [['reject:plan_1', { reason: '高峰期' }]]);
  for (const { reply } of [withInput, without]) reply.acknowledge();
});

it('createCardReply() asks again for what is needed and missing', async () => {
  const { reply, forms, told } = made('  ');

  assert.equal(await reply.responder.openForm({ ...form, fields: [{ ...field, isRequired: true }] }), true);

  assert.equal(forms.length, 0);
  assert.match(told[0] ?? '', /原因：请在卡片中填写/);
});
