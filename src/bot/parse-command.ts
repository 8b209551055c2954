/**
 * One grammar for chat and slash commands, in Chinese and English; what is no command is a question.
 * A word that changes something must stand alone, or before the name of an incident or a plan: "stop worrying?" stops nothing.
 */

import type { Mark } from '../domain/detection.ts';
import { type LadderCommand, parseLadder } from './parse-ladder.ts';
import { type MoveCommand, parseMoves } from './parse-moves.ts';
import { type NoiseCommand, parseNoise } from './parse-noise.ts';

export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'incidents' }
  | { readonly name: 'show'; readonly target: string }
  | { readonly name: 'approve'; readonly target: string }
  | { readonly name: 'reject'; readonly target: string; readonly reason: string }
  | { readonly name: 'stop'; readonly target: string }
  | { readonly name: 'stop-all' }
  | { readonly name: 'undo'; readonly target: string }
  | { readonly name: 'acknowledge'; readonly target: string }
  | { readonly name: 'resolve'; readonly target: string; readonly note: string }
  | { readonly name: 'mirror'; readonly target: string }
  | { readonly name: 'room'; readonly target: string }
  /** Of what a detection opened; null takes back what was said. */
  | { readonly name: 'mark'; readonly target: string; readonly mark: Mark | null }
  | { readonly name: 'systems' }
  /** Who stands on a system (`up`), or what it stands on; a question where there is no system of that name. */
  | { readonly name: 'depends'; readonly systemId: string; readonly direction: 'up' | 'down'; readonly text: string }
  /** A look at a system, unless the words turn out to name none; then it's a question. */
  | { readonly name: 'look'; readonly text: string }
  /** A command to be run on a system, once somebody has approved it. */
  | { readonly name: 'run'; readonly systemId: string; readonly text: string }
  | LadderCommand
  | MoveCommand
  | NoiseCommand
  | { readonly name: 'whoami' }
  | { readonly name: 'on-duty'; readonly text: string }
  | { readonly name: 'take-shift'; readonly text: string }
  | { readonly name: 'confirm'; readonly code: string }
  | { readonly name: 'fact'; readonly text: string }
  | { readonly name: 'rule-out'; readonly text: string }
  | { readonly name: 'investigate-again' }
  | { readonly name: 'what-changed' }
  | { readonly name: 'resume' }
  | { readonly name: 'ask'; readonly text: string };

/** An incident's code, a plan's id, or nothing (then the thread says which). */
const target = String.raw`(?:\s*[:：]?\s*(#?zb-\d{1,9}|plan_[0-9a-z]{1,40}|inc_[0-9a-z]{1,40}))?`;
/** How people end a short word; a question mark is none of them. */
const end = String.raw`\s*[.。!！~～]*$`;
/** Words after a command: behind a colon, a comma or a dash, or simply behind the target. */
const rest = String.raw`(?:\s*[:：,，—–-]\s*(\S.*)|\s+(\S.*))?$`;
/** A question is a question, whatever it begins with. */
const questionEnd = /[?？]\s*$/;

type Rule = readonly [pattern: RegExp, command: (match: RegExpExecArray) => Command];

const rules: readonly Rule[] = [
  [alone('help|\\?|？|帮助|怎么用'), () => ({ name: 'help' })],
  [alone('incidents|list|故障列表|列表|有哪些故障|有哪些未恢复的故障'), () => ({ name: 'incidents' })],
  [alone('systems|系统列表|有哪些系统'), () => ({ name: 'systems' })],
  [alone('whoami|who am i|link|我是谁|关联|关联账号'), () => ({ name: 'whoami' })],
  [alone('(?:stop|halt)[\\s-]*all|全部停止|停止全部|停止所有'), () => ({ name: 'stop-all' })],
  [
    /^(?=[\s\S]{0,200}$)((?:who(?:['’]?s| is| will be)?\b.*\bon[\s-]?(?:duty|call)\b|(?:who(?:['’]?s| is) )?on[\s-]?(?:duty|call)\b|[^。！!\n]{0,60}(?:谁在?|哪位|何人)(?:来)?值(?:班|守)|值班(?:的)?(?:人)?是谁).*)$/i,
    (match) => ({ name: 'on-duty', text: textOf(match) }),
  ],
  [
    /^(?=[\s\S]{0,200}$)((?:i(?:['’]ll| will| can)?\s+(?:take|cover)\b.*\b(?:shift|duty|on[\s-]?call)\b|\w[\w .-]{0,40}\s+(?:takes|covers|will take|will cover)\s+my\s+(?:shift|duty)\b|.{0,40}(?:我来?值班|我[替帮代].{1,20}值|[替帮代]我值)).*)$/i,
    (match) => ({ name: 'take-shift', text: textOf(match) }),
  ],
  [/^(?:confirm|确认)\s*[:：]?\s*([a-z0-9]{4})\s*[.。!！]*$/i, (match) => ({ name: 'confirm', code: textOf(match) })],
  [aimed('show|status|查看|状态'), (match) => ({ name: 'show', target: targetOf(match) })],
  [aimed('approve|approved|批准|同意|批准执行|同意执行'), (match) => ({ name: 'approve', target: targetOf(match) })],
  [aimed('stop|halt|停止|停'), (match) => ({ name: 'stop', target: targetOf(match) })],
  [aimed('undo|rollback|roll\\s+back|撤销|回滚'), (match) => ({ name: 'undo', target: targetOf(match) })],
  [
    aimed('ack|acknowledge|got it|still on it|接手|认领|我来处理|收到|还在处理|在处理'),
    (match) => ({ name: 'acknowledge', target: targetOf(match) }),
  ],
  [
    aimed('(?:mirror|bind)(?:\\s+(?:it\\s+)?here)?|同步到(?:这里|此处|本群|这个群)|同步'),
    (match) => ({ name: 'mirror', target: targetOf(match) }),
  ],
  [/^把\s*(#?zb-\d{1,9})\s*同步到(?:这里|此处|本群|这个群)\s*[.。!！~～]*$/i, (match) => ({ name: 'mirror', target: targetOf(match) })],
  [aimed('(?:open\\s+(?:a\\s+)?)?(?:war\\s*)?room|建作战群|建群|拉群|开作战群'), (match) => ({ name: 'room', target: targetOf(match) })],
  [aimed('(?:not\\s+useful|useless)|没用|误报'), (match) => ({ name: 'mark', target: targetOf(match), mark: 'useless' })],
  [aimed('useful|有用'), (match) => ({ name: 'mark', target: targetOf(match), mark: 'useful' })],
  [aimed('unmark|撤销评价|收回评价'), (match) => ({ name: 'mark', target: targetOf(match), mark: null })],
  [worded('reject|驳回|拒绝'), (match) => ({ name: 'reject', target: targetOf(match), reason: wordsOf(match) })],
  [
    marked('resolve|resolved|close|标记恢复|标记为已恢复|已恢复|关闭'),
    (match) => ({ name: 'resolve', target: targetOf(match), note: wordsOf(match) }),
  ],
  [/^(?:fact|note|事实|补充)\s*[:：]\s*(\S.*)$/is, (match) => ({ name: 'fact', text: textOf(match) })],
  // A bare "not …" begins too many sentences that rule out nothing, and so does 不是: they need the colon.
  [/^(?:rule[\s-]?out|exclude)(?:\s*[:：]\s*|\s+)(\S.*)$/is, (match) => ({ name: 'rule-out', text: textOf(match) })],
  [/^(?:not|it[’']?s not|it is not|不是)\s*[:：]\s*(\S.*)$/is, (match) => ({ name: 'rule-out', text: textOf(match) })],
  [/^排除\s*[:：]?\s*(\S.*)$/s, (match) => ({ name: 'rule-out', text: textOf(match) })],
  [alone('investigate again|again|look again|重新排查|再查一次|再看看'), () => ({ name: 'investigate-again' })],
  [
    /^(?:what(?:['’]s| has)?\s+changed(?:\s+recently)?|有什么变化|最近有什么变化|改了什么|变更)\s*[?？.。!！]*$/i,
    () => ({ name: 'what-changed' }),
  ],
  [alone('resume|go on|继续|继续排查'), () => ({ name: 'resume' })],
  [/^(?:what|who|which systems?)\s+(?:depends?|stands?|rel(?:y|ies))\s+(?:up)?on\s+([\w.-]{1,64})\s*[?？.。!！]*$/i, dependsOf('up')],
  [/^(?:谁|哪些系统|什么系统|有哪些系统)\s*依赖(?:于|着)?\s*([\w.-]{1,64})\s*[?？.。!！]*$/, dependsOf('up')],
  [/^what\s+does\s+([\w.-]{1,64})\s+(?:depend|stand|rely)\s+(?:up)?on\s*[?？.。!！]*$/i, dependsOf('down')],
  [/^([\w.-]{1,64})\s*依赖(?:于|了)?(?:谁|什么|哪些系统|什么系统)\s*[?？.。!！]*$/, dependsOf('down')],
  // “Why” wants a diagnosis, whatever else is said.
  [
    /^(?=(?:(?!\bwhy\b|为什么|为何|怎么回事|原因)[\s\S])*$)((?:(?:please\s+|请)?(?:show|list|display|look\s+at|how\s+many|which|查看|看看|看一下|看下|查一下|查下|显示|列出)|[^。？?!！]{0,60}?(?:哪个|哪些|多少))[\s\S]+)$/i,
    (match) => ({ name: 'look', text: textOf(match) }),
  ],
];

/** Commands that a question mark at the end turns into a question: they change something. */
const changing: readonly Command['name'][] = [
  'approve',
  'reject',
  'stop',
  'stop-all',
  'undo',
  'acknowledge',
  'resolve',
  'mirror',
  'room',
  'mark',
  'rule-out',
  'take-shift',
];
const textLengthMax = 8_000;
const mention = /^(@zhiban|@值班|\/zhiban)[\s,，:：]*/i;

/** Never throws: words that fit no rule are a question. A leading mention or slash is ignored. */
export function parseCommand(given: string): Command {
  const words = given.slice(0, textLengthMax).trim().replace(mention, '').trim();
  const text = words
    .replace(/[\u200b-\u200d\ufeff]/g, '')
    .replace(/[\s\u00a0\u3000]+/g, (space) => (space.includes('\n') ? '\n' : ' '))
    .trim();
  if (text === '') return { name: 'help' };
  const asked = runOf(words) ?? parseLadder(text) ?? parseNoise(text) ?? parseMoves(text);
  if (asked !== null) return asked;
  for (const [pattern, command] of rules) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const found = command(match);
    return changing.includes(found.name) && questionEnd.test(text) ? { name: 'ask', text: words } : found;
  }
  return { name: 'ask', text: words };
}

function dependsOf(direction: 'up' | 'down'): (match: RegExpExecArray) => Command {
  return (match) => ({ name: 'depends', systemId: textOf(match).replace(/\.+$/, ''), direction, text: match[0] });
}

/** What is to be run is taken as it was said: only a fence that chats put around code comes off. */
function runOf(words: string): Command | null {
  const match =
    /^(?:run|execute)\s+on\s+([\w.-]{1,64})\s*[:：]\s*(\S[\s\S]*)$/i.exec(words) ??
    /^在\s*([\w.-]{1,64})\s*上?\s*(?:执行|运行)\s*[:：]\s*(\S[\s\S]*)$/.exec(words);
  if (match === null) return null;
  const [, systemId = '', given = ''] = match;
  return { name: 'run', systemId, text: given.trim().replace(/^(`{1,3})\s*([^`]+?)\s*\1$/, '$2') };
}

/** The words and nothing else. */
function alone(words: string): RegExp {
  return new RegExp(`^(?:${words})\\s*[?？.。!！~～]*$`, 'i');
}

/** The words, and perhaps what they are about. */
function aimed(words: string): RegExp {
  return new RegExp(`^(?:${words})${target}${end}`, 'i');
}

/** The words, perhaps what they are about, and perhaps more words. */
function worded(words: string): RegExp {
  return new RegExp(`^(?:${words})${target}${rest}`, 'is');
}

/** As `worded()`, but without a target the words must stand behind a mark: “close to the limit” closes nothing. */
function marked(words: string): RegExp {
  return new RegExp(`^(?:${words})${target}(?:\\s*[:：,，—–-]\\s*(\\S.*)|(?<=\\d|_[0-9a-z]+)\\s+(\\S.*)|${end.slice(0, -1)})$`, 'is');
}

function targetOf(match: RegExpExecArray): string {
  return match[1] ?? '';
}

function wordsOf(match: RegExpExecArray): string {
  return (match[2] ?? match[3] ?? '').trim();
}

function textOf(match: RegExpExecArray): string {
  return (match[1] ?? '').trim();
}
