/** Puts what came from outside into a fence whose mark nobody could know when they wrote it. */

import { randomBytes } from 'node:crypto';

/** Twelve hexadecimal digits, chosen after the text was there. */
export function newFenceMark(): string {
  return randomBytes(6).toString('hex');
}

/** The text can't close its fence: the mark is unknown to it, and the brackets of fences are taken from it. */
export function fence(text: string, mark: string): string {
  return `⟦${mark}\n${harmless(text)}\n${mark}⟧`;
}

/** Letters that nobody sees but a model reads: zero width, direction marks, tags, variation selectors, interlinear marks. */
const invisible = /\p{Default_Ignorable_Code_Point}|[\ufff9-\ufffb]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' colours begin with one.
const colour = /\u001b\[[0-9;]{0,20}[A-Za-z]/g;

/** Takes out what is read but not seen. */
export function withoutInvisible(text: string): string {
  return text.replace(colour, '').replace(control, ' ').replace(invisible, '');
}

/** Marks that servers turn into turns of a conversation are broken, so that they stay text. */
function harmless(text: string): string {
  return withoutInvisible(text)
    .replace(/⟦/g, '[')
    .replace(/⟧/g, ']')
    .replace(/<(?=\|)/g, '< ')
    .replace(/<(?=｜)/g, '< ')
    .replace(/<(?=\/?(?:tool_call|tool_response|tool_result|function_call|invoke|think|system|assistant|user|s)\b)/gi, '< ')
    .replace(/\[(?=\/?(?:INST|SYS|TOOL_CALLS|AVAILABLE_TOOLS)\b)/gi, '[ ')
    .replace(/<<(?=\/?SYS>>)/gi, '< <');
}
