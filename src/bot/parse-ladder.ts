/** The words about calls: “why was nobody paged?”, “为什么没有通知人？”, “snooze 30m”, “暂缓 1 小时”. */

import { splitDuration } from '../domain/parse-duration.ts';

export type LadderCommand =
  | { readonly name: 'handover' }
  /** An empty target is the incident of the thread. */
  | { readonly name: 'why-called'; readonly target: string }
  | { readonly name: 'unsnooze'; readonly target: string }
  /** 0: no time was said. */
  | { readonly name: 'snooze'; readonly target: string; readonly durationMs: number };

const target = String.raw`(?:\s*[:：]?\s*(?:(?:for|about|of|on|at)\s+)?(#?zb-\d{1,9}|inc_[0-9a-z]{1,40}))?`;
const called = '(?:paged|called|notified|woken(?:\\s+up)?|escalated\\s+to)';
const whys: readonly RegExp[] = [
  new RegExp(
    `^why\\s+(?:was|were|has|have)(?:n['’]t)?\\s+(?:nobody|no[\\s-]?one|anybody|anyone|people)\\s+(?:not\\s+)?(?:been\\s+)?${called}${target}\\s*[?？.]*$`,
    'i',
  ),
  new RegExp(`^who\\s+(?:was|were|has\\s+been)\\s+${called}${target}\\s*[?？.]*$`, 'i'),
  new RegExp(`^为(?:什么|何|啥)(?:没有|没|不)(?:去)?(?:通知|呼叫|叫)(?:任何)?人${target}\\s*[?？。]*$`, 'i'),
  new RegExp(`^为(?:什么|何|啥)(?:没有?|没)人(?:被|收到)?(?:通知|呼叫|叫)(?:到)?${target}\\s*[?？。]*$`, 'i'),
  new RegExp(`^(?:通知|呼叫)(?:了|过)(?:谁|哪些人)${target}\\s*[?？。]*$`, 'i'),
];
const quiet = new RegExp(`^(?:snooze|暂缓(?:通知|呼叫)?|稍后(?:提醒|再叫))${target}(.*)$`, 'i');

const awake = new RegExp(`^(?:un[\\s-]?snooze|end\\s+(?:the\\s+)?snooze|(?:结束|取消)暂缓|恢复呼叫)${target}\\s*[.。!！]*$`, 'i');

const handover = /^(?:hand[\s-]?over(?: report)?|交接(?:报告|班报告)?|交班(?:报告)?)\s*[?？.。!！]*$/i;

/** Null for words that are about something else; a question snoozes nothing. */
export function parseLadder(text: string): LadderCommand | null {
  for (const pattern of whys) {
    const found = pattern.exec(text);
    if (found !== null) return { name: 'why-called', target: found[1] ?? '' };
  }
  const woken = awake.exec(text);
  if (woken !== null) return { name: 'unsnooze', target: woken[1] ?? '' };
  if (handover.test(text)) return { name: 'handover' };
  const found = quiet.exec(text);
  if (found === null || /[?？]\s*$/.test(text)) return null;
  const words = (found[2] ?? '').replace(/^\s*(?:for|[:：,，])?\s*/i, '').replace(/[.。!！~～\s]+$/, '');
  if (words === '') return { name: 'snooze', target: found[1] ?? '', durationMs: 0 };
  const time = splitDuration(words);
  return time === null || time.rest !== '' ? null : { name: 'snooze', target: found[1] ?? '', durationMs: time.ms };
}
