/** What people and rules say in many ways, in the words that faults and looks are known by. */

import { withoutDenied } from './denied.ts';

/**
 * Who feels a fault from far away has other words for it than who wrote it down: a budget that burns, a page that turns and turns. Only what
 * means the same: a time-out is not always slowness, and a wrong price is no error.
 */
const ways: readonly { readonly common: string; readonly said: RegExp }[] = [
  {
    common: 'slow 慢',
    said: /\bp(50|75|9\d|99\.?9)\b|\blatenc(y|ies)\b|\bresponse times?\b|\bapdex\b|\bsluggish|\bunresponsive|\bdegraded|\bstall(s|ed|ing)?\b|\btak(es|ing) (too |so |very )?long\b|卡(?=$|[顿死住了得，。,.！!？?\s])|延迟|耗时|响应时间|没反应|无响应|没有响应|半天|转圈|性能下降/i,
  },
  {
    common: 'error fail 错误 失败',
    said: /\b5xx\b|\bhttp[ /]?5\d\d\b|\bavailability\b|\bunavailab|\bburn(s|ing)?\b|\bbudget\b|\boutages?\b|\bexceptions?\b|\bnot work(ing)?\b|\b(can(no|')t|could ?n['o]t|unable to)\b|报错|出错|异常|不可用|可用性|打不开|访问不了|用不了|不能用|连不上|下不了|写不[进了动]|登不上|挂了|故障/i,
  },
];

/** Pure: what the words say by which faults and looks are hinted at: without what they deny, and with the common words for the rest. */
export function meantBy(words: string): string {
  const stated = withoutDenied(words);
  return `${stated}\n${inOtherWords(stated)}`;
}

/** The common words for it, beside which the words themselves still count; empty where nothing of the kind is said. */
export function inOtherWords(words: string): string {
  return ways.flatMap(({ common, said }) => (said.test(words) ? [common] : [])).join('\n');
}
