/** Reads JSON bodies: malformed ones are refused with the place where they go wrong, and nothing of their content. */

import { refusal } from './app.ts';

/** Throws ZhibanError `invalid` with the line and column. A byte order mark is skipped; `__proto__` keys are dropped. */
export function parseJsonBody(text: string): unknown {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    return body.includes('__proto__') ? JSON.parse(body, withoutPrototype) : JSON.parse(body);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw malformed(body);
  }
}

function withoutPrototype(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value;
}

function malformed(body: string): Error {
  if (body.trim() === '') {
    return refusal('invalid', { en: 'The body is empty; expected JSON', 'zh-CN': '请求体为空，应为 JSON' });
  }
  const offset = jsonErrorOffset(body);
  const before = body.slice(0, offset);
  const line = before.split('\n').length;
  const column = offset - before.lastIndexOf('\n');
  const isEnd = offset >= body.length;
  const details = { line, column, position: offset };
  const en = `The body is not valid JSON: ${isEnd ? 'it ends too early' : 'unexpected character'} at line ${line}, column ${column}`;
  const chinese = `请求体不是合法的 JSON：第 ${line} 行第 ${column} 列${isEnd ? '提前结束' : '出现意外字符'}`;
  return refusal('invalid', { en, 'zh-CN': chinese }, { details });
}

/** White space, a whole string, a number, a word or a sign. The ranges of the string leave out quote, backslash and control characters. */
const token =
  /\s+|"(?:[ !#-[\]-\u{10FFFF}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:]/uy;
const cutString = /"(?:[ !#-[\]-\u{10FFFF}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*(?:\\|\\u[0-9a-fA-F]{0,3})?$/uy;

interface Reading {
  expects: 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma' | 'nothing';
  readonly open: ('{' | '[')[];
}

/** Where a text stops being JSON; its length when it only ends too early. Node's own message names no place for most faults. */
export function jsonErrorOffset(text: string): number {
  const reading: Reading = { expects: 'value', open: [] };
  const matcher = new RegExp(token);
  for (;;) {
    const start = matcher.lastIndex;
    if (start >= text.length) return text.length;
    const found = matcher.exec(text)?.[0];
    if (found === undefined) return isCut(text, start) ? text.length : start;
    if (found.trim() !== '' && !isAccepted(reading, found[0] ?? '')) return start;
  }
}

/** Moves on by one token, or tells that it may not stand here. */
function isAccepted(reading: Reading, first: string): boolean {
  const { expects, open } = reading;
  const isValueDue = expects === 'value' || expects === 'value-or-end';
  switch (first) {
    case '{':
    case '[':
      open.push(first);
      reading.expects = first === '{' ? 'key-or-end' : 'value-or-end';
      return isValueDue;
    case '}':
    case ']': {
      const isEndAllowed = expects === 'comma' || expects === (first === '}' ? 'key-or-end' : 'value-or-end');
      const isMatching = open.pop() === (first === '}' ? '{' : '[');
      reading.expects = open.length === 0 ? 'nothing' : 'comma';
      return isEndAllowed && isMatching;
    }
    case ',':
      reading.expects = open.at(-1) === '{' ? 'key' : 'value';
      return expects === 'comma';
    case ':':
      reading.expects = 'value';
      return expects === 'colon';
    default:
      if (first === '"' && (expects === 'key' || expects === 'key-or-end')) {
        reading.expects = 'colon';
        return true;
      }
      reading.expects = open.length === 0 ? 'nothing' : 'comma';
      return isValueDue;
  }
}

/** A string or a word that is fine so far and has no end. */
function isCut(text: string, start: number): boolean {
  const rest = text.slice(start, start + 8);
  if (rest.length < 6 && ['true', 'false', 'null'].some((word) => word.startsWith(rest))) return true;
  if (rest === '-') return true;
  const matcher = new RegExp(cutString);
  matcher.lastIndex = start;
  return matcher.test(text);
}
