/** How grave a line says it is. */

import type { Level } from './template.ts';

const words = new Map<string, Level>(
  Object.entries({
    trace: 'debug',
    trce: 'debug',
    dbug: 'debug',
    vrb: 'debug',
    debug: 'debug',
    dbg: 'debug',
    verbose: 'debug',
    fine: 'debug',
    info: 'info',
    inf: 'info',
    information: 'info',
    notice: 'info',
    note: 'info',
    warn: 'warning',
    warning: 'warning',
    wrn: 'warning',
    error: 'error',
    err: 'error',
    eror: 'error',
    failure: 'error',
    fail: 'error',
    severe: 'error',
    fatal: 'fatal',
    ftl: 'fatal',
    critical: 'fatal',
    crit: 'fatal',
    emerg: 'fatal',
    emergency: 'fatal',
    alert: 'fatal',
    panic: 'fatal',
    d: 'debug',
    v: 'debug',
    i: 'info',
    w: 'warning',
    e: 'error',
    f: 'fatal',
    警告: 'warning',
    错误: 'error',
    严重: 'fatal',
    信息: 'info',
    调试: 'debug',
  } satisfies Readonly<Record<string, Level>>),
);

export function levelOfWord(word: string): Level {
  if (word.length === 0 || word.length > 11) return 'none';
  return words.get(word) ?? words.get(word.toLowerCase()) ?? 'none';
}

/** pino and bunyan count in tens (30 info … 60 fatal); syslog counts down (0 emergency … 7 debug). */
export function levelOfNumber(value: number): Level {
  if (value >= 10)
    return (['debug', 'debug', 'debug', 'info', 'warning', 'error', 'fatal'] as const)[Math.min(6, Math.floor(value / 10))] ?? 'none';
  if (value < 0) return 'none';
  return (['fatal', 'fatal', 'fatal', 'error', 'warning', 'info', 'info', 'debug'] as const)[Math.floor(value)] ?? 'none';
}

const fatalText = /\b(?:fatal|panic|segfault|segmentation fault|out of memory|oom-kill|core dumped)\b|致命|崩溃/i;
const errorText =
  /\b(?:error|errors|exception|traceback|fail(?:ed|ure)?|denied|refused|abort(?:ed)?|unreachable|cannot|could not|unable to|timed? ?out)\b|[a-z](?:Error|Exception)\b|错误|失败|异常|超时|拒绝/i;
const harmlessText = /\b(?:0|no|without|zero) (?:errors?|failures?)\b|\b(?:errors?|failed|failures?)[=:] ?0\b|没有错误|无异常/i;

/** What a message without a level says by its words. */
export function levelOfText(text: string): Level {
  if (fatalText.test(text)) return 'fatal';
  return errorText.test(text) && !harmlessText.test(text) ? 'error' : 'none';
}

/** By its level or, where it says none, by its words. */
export function isErrorEntry({ level, message }: { readonly level: Level; readonly message: string }): boolean {
  const told = level === 'none' ? levelOfText(message) : level;
  return told === 'error' || told === 'fatal';
}
