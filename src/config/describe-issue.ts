/** Turns what zod found into sentences in both languages: what was expected, and the nearest valid name. */

import type { z } from 'zod';
import { phoneExpectation } from '../domain/phone.ts';
import { type LocalText, sameText } from '../domain/text.ts';
import { refusedExpression } from './expression.ts';
import { type JsonSchema, keysAt, type SchemaPath } from './json-schema.ts';
import { nearestName } from './nearest-name.ts';

type Issue = z.core.$ZodIssue;

export interface DescribedIssue {
  readonly path: SchemaPath;
  readonly part: 'key' | 'value';
  readonly text: LocalText;
  /** For an unknown key: the valid one that was probably meant. */
  readonly meant: string | null;
}

/** One issue may name several unknown keys; a missing key is left out when an unknown one beside it was probably meant as it. */
export function describeIssues(issues: readonly Issue[], input: unknown, schema: JsonSchema): readonly DescribedIssue[] {
  const described = issues.flatMap((issue) => describeIssue(issue, input, schema));
  const meant = new Set(described.filter((one) => one.meant !== null).map((one) => pathKey([...one.path.slice(0, -1), one.meant ?? ''])));
  return described.filter((one) => valueAt(input, one.path) !== undefined || !meant.has(pathKey(one.path)));
}

function describeIssue(issue: Issue, input: unknown, schema: JsonSchema): readonly DescribedIssue[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, path, schema));
  const given = valueAt(input, path);
  const text = given === undefined ? missing(expectation(issue, undefined)) : expectation(issue, given);
  return [{ path, part: 'value', text, meant: null }];
}

function unknownKey(key: string, path: SchemaPath, schema: JsonSchema): DescribedIssue {
  const valid = keysAt(schema, path);
  const nearest = nearestName(key, valid);
  const list = valid.slice(0, 40).join(', ');
  const text =
    nearest === null
      ? { en: `unknown key; valid here: ${list}`, 'zh-CN': `未知的键；此处可用：${list}` }
      : { en: `unknown key; did you mean '${nearest}'?`, 'zh-CN': `未知的键；是否想写 '${nearest}'？` };
  return { path: [...path, key], part: 'key', text, meant: nearest };
}

function missing(expected: LocalText): LocalText {
  return { en: `missing; ${expected.en}`, 'zh-CN': `缺少此项；${expected['zh-CN']}` };
}

/** Values are never repeated: what stands there may be a secret in the wrong place. */
function expectation(issue: Issue, given: unknown): LocalText {
  switch (issue.code) {
    case 'invalid_type':
      return expected(typeText(issue.expected), given);
    case 'invalid_value':
      return oneOf(issue.values.map(String), given);
    case 'too_small':
      return bound(issue.origin, issue.inclusive === false ? 'more' : 'atLeast', Number(issue.minimum));
    case 'too_big':
      return bound(issue.origin, issue.inclusive === false ? 'less' : 'atMost', Number(issue.maximum));
    case 'invalid_format':
      return format(issue);
    case 'invalid_union':
      return union(issue, given);
    case 'invalid_key':
    case 'invalid_element':
      return { en: 'the name of the key is not allowed here', 'zh-CN': '此处不允许使用这个键名' };
    default:
      return ownTexts[issue.message] ?? refusedExpression(issue.message) ?? sameText(issue.message);
  }
}

function union(issue: Extract<Issue, { code: 'invalid_union' }>, given: unknown): LocalText {
  if (issue.message.startsWith('expected a reference to a secret')) {
    return { en: issue.message, 'zh-CN': '应为密钥的引用：{ env: 变量名 } 或 { file: 路径 }，不能直接写密钥本身' };
  }
  const firsts = issue.errors.flatMap((branch) => branch.slice(0, 1));
  const values = firsts.flatMap((one) => (one.code === 'invalid_value' ? one.values.map(String) : []));
  if (values.length > 0) return oneOf(values, given);
  const texts = firsts.map((one) => expectation(one, given));
  if (texts.length === 0 || issue.message !== 'Invalid input') return sameText(issue.message);
  return { en: texts.map((text) => text.en).join(', or '), 'zh-CN': texts.map((text) => text['zh-CN']).join('，或') };
}

function oneOf(values: readonly string[], given: unknown): LocalText {
  const list = values.join(', ');
  const nearest = typeof given === 'string' ? nearestName(given, values) : null;
  const hint = nearest === null ? { en: '', 'zh-CN': '' } : { en: `; did you mean '${nearest}'?`, 'zh-CN': `；是否想写 '${nearest}'？` };
  return {
    en: `expected ${values.length === 1 ? '' : 'one of '}${list}${hint.en}`,
    'zh-CN': `应为${values.length === 1 ? ' ' : '其中之一：'}${list}${hint['zh-CN']}`,
  };
}

const typeTexts: Readonly<Record<string, LocalText>> = {
  string: { en: 'text', 'zh-CN': '文本' },
  number: { en: 'a number', 'zh-CN': '数字' },
  int: { en: 'a whole number', 'zh-CN': '整数' },
  boolean: { en: 'true or false', 'zh-CN': ' true 或 false' },
  array: { en: 'a list', 'zh-CN': '列表' },
  object: { en: 'a mapping of keys to values', 'zh-CN': '键值映射' },
  record: { en: 'a mapping of keys to values', 'zh-CN': '键值映射' },
  null: { en: 'nothing', 'zh-CN': '空值' },
};

function typeText(type: string): LocalText {
  return typeTexts[type] ?? sameText(type);
}

function expected(what: LocalText, given: unknown): LocalText {
  if (given === undefined) return { en: `expected ${what.en}`, 'zh-CN': `应为${what['zh-CN']}` };
  const found = typeText(given === null ? 'null' : Array.isArray(given) ? 'array' : typeof given);
  return { en: `expected ${what.en}, found ${found.en}`, 'zh-CN': `应为${what['zh-CN']}，实际是${found['zh-CN']}` };
}

function bound(origin: string, side: 'atLeast' | 'more' | 'atMost' | 'less', limit: number): LocalText {
  const en = { atLeast: 'at least', more: 'more than', atMost: 'at most', less: 'less than' }[side];
  const zh = { atLeast: '至少', more: '大于', atMost: '至多', less: '小于' }[side];
  if (origin === 'string') return { en: `expected ${en} ${limit} character${limit === 1 ? '' : 's'}`, 'zh-CN': `应${zh} ${limit} 个字符` };
  if (origin === 'array' || origin === 'set')
    return { en: `expected ${en} ${limit} item${limit === 1 ? '' : 's'}`, 'zh-CN': `应${zh}有 ${limit} 项` };
  return { en: `expected ${en} ${limit}`, 'zh-CN': `应${zh} ${limit}` };
}

/** What our own checks say, by their English words. */
const ownTexts: Readonly<Record<string, LocalText>> = {
  [phoneExpectation.en]: phoneExpectation,
};

const formatTexts: Readonly<Record<string, LocalText>> = {
  url: { en: 'expected a URL such as https://example.com', 'zh-CN': '应为 URL，例如 https://example.com' },
  email: { en: 'expected an e-mail address', 'zh-CN': '应为电子邮箱地址' },
  ipv4: { en: 'expected an IPv4 address', 'zh-CN': '应为 IPv4 地址' },
  datetime: { en: 'expected a time such as 2026-01-31T08:00:00Z', 'zh-CN': '应为时间，例如 2026-01-31T08:00:00Z' },
};

function format(issue: Extract<Issue, { code: 'invalid_format' }>): LocalText {
  const known = formatTexts[issue.format];
  if (known !== undefined) return known;
  if (!issue.message.startsWith('Invalid')) return sameText(issue.message);
  const pattern = 'pattern' in issue && issue.pattern !== undefined ? ` ${issue.pattern}` : '';
  return { en: `expected the form${pattern || ` ${issue.format}`}`, 'zh-CN': `格式应为${pattern || ` ${issue.format}`}` };
}

/** What stands in the file at the path; undefined when nothing does. */
function valueAt(input: unknown, path: SchemaPath): unknown {
  let value = input;
  for (const step of path) {
    if (value === null || typeof value !== 'object') return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

function pathKey(path: SchemaPath): string {
  return JSON.stringify(path);
}
