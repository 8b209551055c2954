/** What a person wrote, from the content of a message: placeholders become names, our own mention goes. */

import { z } from 'zod';

export interface Mention {
  /** `@_user_1`, as it stands in the text. */
  readonly key: string;
  readonly openId: string | null;
  readonly name: string;
}

const textContent = z.object({ text: z.string() });

const node = z.looseObject({
  tag: z.string(),
  text: z.string().optional(),
  href: z.string().optional(),
  user_id: z.string().optional(),
  user_name: z.string().optional(),
});
const postContent = z.object({ title: z.string().default(''), content: z.array(z.array(node)) });

/** Empty for what holds no words: pictures, files, cards. Whitespace at the ends goes. */
export function readText(type: string, content: string, mentions: readonly Mention[], botOpenId: string): string {
  const raw = type === 'post' ? postText(content) : type === 'text' ? plainText(content) : '';
  return resolveMentions(raw, mentions, botOpenId)
    .replace(/[ \t]{2,}/g, ' ')
    .trim();
}

function plainText(content: string): string {
  const parsed = textContent.safeParse(parseJson(content));
  return parsed.success ? parsed.data.text : '';
}

function postText(content: string): string {
  const parsed = postContent.safeParse(parseJson(content));
  if (!parsed.success) return '';
  const lines = parsed.data.content.map((line) => line.map(nodeText).join(''));
  return [parsed.data.title, ...lines].filter((line, index) => index > 0 || line !== '').join('\n');
}

function nodeText(one: z.infer<typeof node>): string {
  switch (one.tag) {
    case 'at':
      return one.user_id ?? '';
    case 'a': {
      const { text = '', href = '' } = one;
      return text === '' || text === href || `http://${text}` === href || `https://${text}` === href ? text || href : `${text} (${href})`;
    }
    case 'code_block':
      return `\n${one.text ?? ''}\n`;
    case 'hr':
      return '\n';
    default:
      return one.text ?? '';
  }
}

/** Longest key first is not needed: a key is matched whole, so `@_user_1` is never taken out of `@_user_10`. */
function resolveMentions(text: string, mentions: readonly Mention[], botOpenId: string): string {
  return text.replace(/@_user_\d+|@_all\b/g, (key) => {
    const found = mentions.find((mention) => mention.key === key);
    if (found === undefined) return key === '@_all' ? '@all' : key;
    return found.openId === botOpenId ? ' ' : `@${found.name}`;
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
