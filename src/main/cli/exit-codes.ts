/** What a command's exit code says; scripts rely on these numbers. */

import type { LocalText } from '../../domain/text.ts';

export const exitCodes = {
  ok: 0,
  error: 1,
  usage: 2,
  notFound: 3,
  forbidden: 4,
  conflict: 5,
  unavailable: 6,
  unknownVerdict: 7,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** For `--help`. */
export const exitCodeTexts: Readonly<Record<number, LocalText>> = {
  0: { en: 'done', 'zh-CN': '成功' },
  1: { en: 'failed, or a check found a fault', 'zh-CN': '失败，或检查发现问题' },
  2: { en: 'the command was not understood', 'zh-CN': '命令用法有误' },
  3: { en: 'there is no such incident, plan or system', 'zh-CN': '找不到故障、方案或系统' },
  4: { en: 'not signed in, or not allowed', 'zh-CN': '未登录，或没有权限' },
  5: {
    en: 'the state has moved on: decided, changed, expired or already running',
    'zh-CN': '状态已变化：已审批、已改变、已过期或已在运行',
  },
  6: { en: 'Zhiban or a part of it is away', 'zh-CN': '值班服务或其部件不可用' },
  7: { en: 'ask: the verdict is unknown', 'zh-CN': 'ask：结论为未知' },
  130: { en: 'interrupted', 'zh-CN': '被中断' },
};

const byKind: Readonly<Record<string, ExitCode>> = {
  invalid: exitCodes.usage,
  unauthenticated: exitCodes.forbidden,
  forbidden: exitCodes.forbidden,
  'not-found': exitCodes.notFound,
  conflict: exitCodes.conflict,
  'too-large': exitCodes.usage,
  'too-many': exitCodes.unavailable,
  unavailable: exitCodes.unavailable,
};

/** From the kind of an error; what we don't know is an error. */
export function exitCodeOf(kind: string): ExitCode {
  return byKind[kind] ?? exitCodes.error;
}
