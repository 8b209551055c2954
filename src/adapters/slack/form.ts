/** A Form as a modal, and the modal's submission as fields. The form's id and where it was asked travel in private_metadata. */

import type { InputBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { LocalText } from '../../domain/text.ts';
import type { Form } from '../contract.ts';
import { shorten } from '../rich/shorten.ts';
import { slackLimits } from './limits.ts';

export const formCallbackId = 'zhiban-form';

/** Where the form was asked for: its answer is told there. */
export interface FormOrigin {
  readonly channel: string;
  readonly thread: string | undefined;
}

export function formToView(form: Form, origin: FormOrigin): ModalView {
  const isChinese = /\p{Script=Han}/u.test(form.title + form.submit);
  return {
    type: 'modal',
    callback_id: formCallbackId,
    private_metadata: JSON.stringify({ form: form.id, channel: origin.channel, thread: origin.thread, locale: isChinese ? 'zh-CN' : 'en' }),
    title: { type: 'plain_text', text: shorten(form.title, slackLimits.formTitleCharsMax) },
    submit: { type: 'plain_text', text: shorten(form.submit, slackLimits.formTitleCharsMax) },
    close: { type: 'plain_text', text: isChinese ? '取消' : 'Cancel' },
    blocks: form.fields.map(toInput),
  };
}

function toInput(field: Form['fields'][number]): InputBlock {
  return {
    type: 'input',
    block_id: field.id,
    optional: !field.isRequired,
    label: { type: 'plain_text', text: shorten(field.label, slackLimits.formLabelCharsMax) },
    element: {
      type: 'plain_text_input',
      action_id: 'value',
      multiline: field.isMultiline,
      max_length: slackLimits.formValueCharsMax,
      ...(field.placeholder === undefined
        ? {}
        : { placeholder: { type: 'plain_text', text: shorten(field.placeholder, slackLimits.formPlaceholderCharsMax) } }),
    },
  };
}

const submittedView = z.object({
  callback_id: z.literal(formCallbackId),
  private_metadata: z.string().max(slackLimits.privateMetadataCharsMax),
  blocks: z.array(z.object({ type: z.string(), block_id: z.string(), optional: z.boolean().optional() })),
  state: z.object({ values: z.record(z.string(), z.record(z.string(), z.object({ value: z.string().nullish() }))) }),
});

const metadata = z.object({
  form: z.string(),
  channel: z.string(),
  thread: z.string().optional(),
  locale: z.enum(['zh-CN', 'en']),
});

export interface Submission {
  readonly formId: string;
  readonly origin: FormOrigin;
  readonly fields: Readonly<Record<string, string>>;
  /** Block to message, for the ack: Slack checks that a field is filled, but takes blanks for an answer. */
  readonly errors: Readonly<Record<string, string>>;
}

const fillIn: LocalText = { 'zh-CN': '请填写此项', en: 'Please fill in this field' };

/** Null for a view that isn't ours. */
export function readSubmission(view: unknown): Submission | null {
  const parsed = submittedView.safeParse(view);
  if (!parsed.success) return null;
  const meta = metadata.safeParse(parseJson(parsed.data.private_metadata));
  if (!meta.success) return null;
  const fields: Record<string, string> = {};
  const errors: Record<string, string> = {};
  for (const block of parsed.data.blocks) {
    if (block.type !== 'input') continue;
    const value = parsed.data.state.values[block.block_id]?.value?.value?.trim() ?? '';
    fields[block.block_id] = value;
    if (value === '' && block.optional !== true) errors[block.block_id] = fillIn[meta.data.locale];
  }
  return { formId: meta.data.form, origin: { channel: meta.data.channel, thread: meta.data.thread }, fields, errors };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
