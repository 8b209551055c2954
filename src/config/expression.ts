/** Expressions in JSONata: checked when the file is read, so that a slip is told with its place and not by the first alert at night. */

import jsonata from 'jsonata';
import { z } from 'zod';
import type { LocalText } from '../domain/text.ts';

export const expressionLengthMax = 4_000;

export interface ExpressionProblem {
  /** Without the position. */
  readonly message: string;
  /** Counts characters from 1; null where it isn't known. */
  readonly position: number | null;
}

/** Null when it can be read. */
export function expressionProblem(text: string): ExpressionProblem | null {
  try {
    jsonata(text);
    return null;
  } catch (error) {
    return problemOf(error);
  }
}

/** What JSONata throws are plain objects with a message, and the position after the word that it stumbled over. */
export function problemOf(error: unknown): ExpressionProblem {
  const { message, position, code } = (typeof error === 'object' && error !== null ? error : {}) as Readonly<Record<string, unknown>>;
  const told = code === 'D1012' ? 'it took too long' : code === 'D1011' ? 'it goes too deep' : message;
  return {
    message: (typeof told === 'string' && told !== '' ? told : 'it failed').slice(0, 300),
    position: typeof position === 'number' ? position : null,
  };
}

/** The words of JSONata are English in both. */
export function problemTexts({ message, position }: ExpressionProblem): LocalText {
  const chinese = ownWords[message] ?? message;
  if (position === null) return { en: message, 'zh-CN': chinese };
  return { en: `character ${position}: ${message}`, 'zh-CN': `第 ${position} 个字符：${chinese}` };
}

const ownWords: Readonly<Record<string, string>> = {
  'it took too long': '耗时过长',
  'it goes too deep': '嵌套过深',
  'it failed': '执行失败',
};
const refusalStart = 'not an expression in JSONata, ';

/** What the schema says of an expression, in both languages; null for any other message. */
export function refusedExpression(message: string): LocalText | null {
  if (!message.startsWith(refusalStart)) return null;
  const [, position, rest = ''] = /^(?:character (\d+): )?(.*)$/s.exec(message.slice(refusalStart.length)) ?? [];
  const told = problemTexts({ message: rest, position: position === undefined ? null : Number(position) });
  return { en: message, 'zh-CN': `不是合法的 JSONata 表达式，${told['zh-CN']}` };
}

/** Of a configuration or a request. */
export const expression = z
  .string()
  .min(1)
  .max(expressionLengthMax)
  .superRefine((text, context) => {
    const problem = expressionProblem(text);
    if (problem !== null) context.addIssue({ code: 'custom', message: `${refusalStart}${problemTexts(problem).en}` });
  });
