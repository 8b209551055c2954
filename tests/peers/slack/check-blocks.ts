/** Slack's documented limits on blocks, and the undocumented total. */

import { z } from 'zod';

const text = z.looseObject({ type: z.enum(['plain_text', 'mrkdwn']), text: z.string().min(1) });
const confirm = z.looseObject({ title: limited(100), text: limited(300), confirm: limited(30), deny: limited(30) });
const button = z.looseObject({
  type: z.literal('button'),
  action_id: z.string().max(255),
  text: limited(75),
  value: z.string().max(2_000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm: confirm.optional(),
});
const overflow = z.looseObject({
  type: z.literal('overflow'),
  action_id: z.string().max(255),
  options: z
    .array(z.looseObject({ text: limited(75), value: z.string().min(1).max(150) }))
    .min(1)
    .max(5),
});
const select = z.looseObject({
  type: z.literal('static_select'),
  action_id: z.string().max(255),
  placeholder: limited(150)
    .and(z.looseObject({ type: z.literal('plain_text') }))
    .optional(),
  options: z
    .array(z.looseObject({ text: limited(75), value: z.string().min(1).max(150) }))
    .min(1)
    .max(100),
});
const blockId = z.string().max(255).optional();
const block = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('header'), block_id: blockId, text: limited(150).and(z.looseObject({ type: z.literal('plain_text') })) }),
  z.looseObject({ type: z.literal('section'), block_id: blockId, text: limited(3_000) }),
  z.looseObject({ type: z.literal('context'), block_id: blockId, elements: z.array(text).min(1).max(10) }),
  z.looseObject({ type: z.literal('divider'), block_id: blockId }),
  z.looseObject({
    type: z.literal('actions'),
    block_id: blockId,
    elements: z
      .array(z.discriminatedUnion('type', [button, overflow, select]))
      .min(1)
      .max(25),
  }),
  z.looseObject({ type: z.literal('input'), block_id: blockId, label: limited(2_000), element: z.looseObject({ type: z.string() }) }),
]);

const totalCharsMax = 13_200;

/** Slack's error code, or null when it would be taken. */
export function checkBlocks(blocks: unknown, attachments: unknown): string | null {
  const own = z
    .array(block)
    .max(50)
    .safeParse(blocks ?? []);
  if (!own.success) return 'invalid_blocks';
  const attached = z.array(z.looseObject({ blocks: z.array(block).max(50).optional() })).safeParse(attachments ?? []);
  if (!attached.success) return 'invalid_attachments';
  const all = [...own.data, ...attached.data.flatMap((one) => one.blocks ?? [])];
  for (const one of all) {
    if (one.type !== 'actions') continue;
    const ids = one.elements.map((element) => element.action_id);
    if (new Set(ids).size !== ids.length) return 'invalid_blocks';
  }
  return textChars(all) > totalCharsMax ? 'msg_blocks_too_long' : null;
}

export function checkView(view: unknown): string | null {
  const parsed = z
    .looseObject({
      type: z.literal('modal'),
      title: limited(24),
      submit: limited(24).optional(),
      close: limited(24).optional(),
      private_metadata: z.string().max(3_000).optional(),
      callback_id: z.string().max(255),
      blocks: z.array(block).min(1).max(100),
    })
    .safeParse(view);
  return parsed.success ? null : 'invalid_arguments';
}

function limited(charsMax: number) {
  return z.looseObject({ type: z.enum(['plain_text', 'mrkdwn']), text: z.string().min(1).max(charsMax) });
}

function textChars(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + textChars(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  let sum = 0;
  for (const [name, inner] of Object.entries(value)) sum += name === 'text' && typeof inner === 'string' ? inner.length : textChars(inner);
  return sum;
}
