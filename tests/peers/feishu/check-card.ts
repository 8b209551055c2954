/** Card JSON 2.0 as Feishu checks it: an unknown property, a wrong nesting, too many elements or bytes, and the card is refused. */

import { z } from 'zod';

const plainText = z.strictObject({ tag: z.literal('plain_text'), content: z.string().min(1), i18n_content: z.unknown().optional() });
const elementId = z
  .string()
  .regex(/^[a-zA-Z]\w{0,19}$/)
  .optional();
const common = { element_id: elementId, margin: z.string().optional() };
const textSize = z.enum(['heading', 'normal', 'notation', 'medium', 'small', 'large', 'x-large']).optional();
const behavior = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('callback'), value: z.union([z.record(z.string(), z.unknown()), z.string()]) }),
  z.strictObject({ type: z.literal('open_url'), default_url: z.url() }),
]);
const confirm = z.strictObject({ title: plainText, text: plainText });
const icon = z.strictObject({
  tag: z.literal('standard_icon'),
  token: z.string(),
  color: z.string().optional(),
  size: z.string().optional(),
});

const markdown = z.strictObject({
  tag: z.literal('markdown'),
  ...common,
  content: z.string().min(1),
  text_size: textSize,
  text_align: z.enum(['left', 'center', 'right']).optional(),
});
const div = z.strictObject({ tag: z.literal('div'), ...common, text: plainText, icon: icon.optional() });
const hr = z.strictObject({ tag: z.literal('hr'), ...common });
const button = z.strictObject({
  tag: z.literal('button'),
  ...common,
  type: z
    .enum(['default', 'primary', 'danger', 'text', 'primary_text', 'danger_text', 'primary_filled', 'danger_filled', 'laser'])
    .optional(),
  size: z.enum(['tiny', 'small', 'medium', 'large']).optional(),
  width: z.string().optional(),
  text: plainText,
  icon: icon.optional(),
  disabled: z.boolean().optional(),
  confirm: confirm.optional(),
  behaviors: z.array(behavior).optional(),
  name: z.string().min(1).optional(),
  form_action_type: z.enum(['submit', 'reset']).optional(),
});
const overflow = z.strictObject({
  tag: z.literal('overflow'),
  ...common,
  width: z.string().optional(),
  options: z.array(z.strictObject({ text: plainText, value: z.string().optional(), multi_url: z.unknown().optional() })).min(1),
  value: z.unknown().optional(),
  confirm: confirm.optional(),
});
const input = z.strictObject({
  tag: z.literal('input'),
  ...common,
  name: z.string().min(1),
  required: z.boolean().optional(),
  placeholder: plainText.optional(),
  default_value: z.string().optional(),
  width: z.string().optional(),
  max_length: z.number().int().min(1).max(1_000).optional(),
  input_type: z.enum(['text', 'multiline_text', 'password']).optional(),
  rows: z.number().optional(),
  label: plainText.optional(),
  label_position: z.enum(['top', 'left']).optional(),
});
const table = z.strictObject({
  tag: z.literal('table'),
  ...common,
  page_size: z.number().optional(),
  row_height: z.string().optional(),
  header_style: z.unknown().optional(),
  columns: z.array(z.looseObject({ name: z.string() })).min(1),
  rows: z.array(z.record(z.string(), z.unknown())),
});

const leaf = [markdown, div, hr, button, overflow, input] as const;
const inColumn = z.discriminatedUnion('tag', [...leaf]);
const columnSet = z.strictObject({
  tag: z.literal('column_set'),
  ...common,
  flex_mode: z.enum(['none', 'stretch', 'flow', 'bisect', 'trisect']).optional(),
  horizontal_spacing: z.string().optional(),
  background_style: z.string().optional(),
  columns: z
    .array(
      z.strictObject({
        tag: z.literal('column'),
        ...common,
        width: z.string().optional(),
        weight: z.number().int().min(1).max(5).optional(),
        vertical_align: z.enum(['top', 'center', 'bottom']).optional(),
        vertical_spacing: z.string().optional(),
        padding: z.string().optional(),
        elements: z.array(inColumn).min(1),
      }),
    )
    .min(1),
});
/** Neither forms nor tables go into a panel. */
const panel = z.strictObject({
  tag: z.literal('collapsible_panel'),
  ...common,
  expanded: z.boolean().optional(),
  header: z.strictObject({
    title: plainText,
    background_color: z.string().optional(),
    padding: z.string().optional(),
    icon: icon.optional(),
    icon_position: z.enum(['left', 'right', 'follow_text']).optional(),
    icon_expanded_angle: z.union([z.literal(-180), z.literal(-90), z.literal(90), z.literal(180)]).optional(),
  }),
  border: z.strictObject({ color: z.string().optional(), corner_radius: z.string().optional() }).optional(),
  vertical_spacing: z.string().optional(),
  padding: z.string().optional(),
  elements: z.array(z.discriminatedUnion('tag', [...leaf, columnSet])).min(1),
});
const form = z.strictObject({
  tag: z.literal('form'),
  ...common,
  name: z.string().min(1),
  vertical_spacing: z.string().optional(),
  padding: z.string().optional(),
  elements: z.array(z.discriminatedUnion('tag', [...leaf, columnSet])).min(1),
});

const templates = [
  'blue',
  'wathet',
  'turquoise',
  'green',
  'yellow',
  'orange',
  'red',
  'carmine',
  'violet',
  'purple',
  'indigo',
  'grey',
  'default',
];
const card = z.strictObject({
  schema: z.literal('2.0'),
  config: z.strictObject({
    update_multi: z.literal(true),
    enable_forward: z.boolean().optional(),
    width_mode: z.enum(['default', 'compact', 'fill']).optional(),
    summary: z.strictObject({ content: z.string() }).optional(),
    streaming_mode: z.boolean().optional(),
  }),
  header: z
    .strictObject({
      title: plainText,
      subtitle: plainText.optional(),
      template: z.enum(templates).optional(),
      padding: z.string().optional(),
    })
    .optional(),
  body: z.strictObject({
    direction: z.enum(['vertical', 'horizontal']).optional(),
    vertical_spacing: z.string().optional(),
    padding: z.string().optional(),
    elements: z.array(z.discriminatedUnion('tag', [...leaf, table, columnSet, panel, form])),
  }),
});
export type PeerCard = z.infer<typeof card>;

const elementsMax = 200;
const tablesMax = 3;
const bytesMax = 30_000;

export interface CardProblem {
  readonly code: number;
  readonly msg: string;
}

/** Null when the card would be taken; measured over the whole request. */
export function checkCard(content: string, requestBytes: number): CardProblem | null {
  if (requestBytes > bytesMax) return { code: 230025, msg: 'The length of the message content reaches its limit' };
  const parsed = card.safeParse(parseJson(content));
  if (!parsed.success) return { code: 230099, msg: `Failed to create card content, ext=ErrCode: 200621; ${parsed.error.message}` };
  const tags = tagsOf(parsed.data.body);
  if (tags.length > elementsMax) return { code: 230099, msg: 'ErrCode: 11310; ErrMsg: element exceeds the limit' };
  if (tags.filter((tag) => tag === 'table').length > tablesMax)
    return { code: 230099, msg: 'ErrCode: 11310; ErrMsg: card table number over limit' };
  const names = namesOf(parsed.data.body);
  if (new Set(names).size !== names.length) return { code: 230099, msg: 'ErrCode: 200671; ErrMsg: duplicate name' };
  return null;
}

export function readCard(content: string): PeerCard {
  return card.parse(parseJson(content));
}

const node = z.discriminatedUnion('tag', [
  z.strictObject({
    tag: z.literal('text'),
    text: z.string(),
    style: z.array(z.enum(['bold', 'italic', 'underline', 'lineThrough'])).optional(),
  }),
  z.strictObject({ tag: z.literal('a'), text: z.string(), href: z.url() }),
  z.strictObject({ tag: z.literal('at'), user_id: z.string().min(1) }),
  z.strictObject({ tag: z.literal('code_block'), language: z.string(), text: z.string().min(1) }),
  z.strictObject({ tag: z.literal('img'), image_key: z.string() }),
  z.strictObject({ tag: z.literal('hr') }),
]);
const postBody = z.strictObject({ title: z.string(), content: z.array(z.array(node)).min(1) });
const post = z.union([z.strictObject({ zh_cn: postBody }), z.strictObject({ en_us: postBody })]);
export type PeerPost = z.infer<typeof postBody>;

export function checkPost(content: string, requestBytes: number): CardProblem | null {
  if (requestBytes > bytesMax) return { code: 230025, msg: 'The length of the message content reaches its limit' };
  const parsed = post.safeParse(parseJson(content));
  if (!parsed.success) return { code: 230001, msg: `invalid post content: ${parsed.error.message}` };
  const isMixed = readPost(content).content.some((line) => line.length > 1 && line.some(({ tag }) => tag === 'code_block' || tag === 'hr'));
  return isMixed ? { code: 230001, msg: 'a code block stands alone in its line' } : null;
}

export function readPost(content: string): PeerPost {
  const parsed = post.parse(parseJson(content));
  return 'zh_cn' in parsed ? parsed.zh_cn : parsed.en_us;
}

function tagsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(tagsOf);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'tag' in value && typeof value.tag === 'string' && value.tag !== 'plain_text' ? [value.tag] : [];
  return [...own, ...Object.values(value).flatMap(tagsOf)];
}

function namesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesOf);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'tag' in value && 'name' in value && typeof value.name === 'string' ? [value.name] : [];
  return [...own, ...Object.values(value).flatMap(namesOf)];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
