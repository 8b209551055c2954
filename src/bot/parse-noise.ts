/** The words about what is kept quiet: “silence redis-main 2h because …”, “静默 redis-main 2 小时 因为…”, “why was I not told of X?”. */

import { splitDuration } from '../domain/parse-duration.ts';

export type NoiseCommand =
  /** An empty target is the incident of the thread; no duration, and the person is asked for one. */
  | { readonly name: 'silence'; readonly target: string; readonly durationMs: number; readonly comment: string }
  | { readonly name: 'silences' }
  | { readonly name: 'expire-silence'; readonly target: string }
  | { readonly name: 'why-not-told'; readonly target: string };

const end = String.raw`\s*[.。!！~～]*$`;
const reasonStart = /^(?:[:：,，—–-]\s*)?(?:because(?:\s+of)?|due to|since|for|as|因为|由于|原因(?:是|[:：])?)?[\s:：,，]*/i;

/** Null for words that are about something else; a question silences nothing. */
export function parseNoise(text: string): NoiseCommand | null {
  const asked = whyOf(text);
  if (asked !== null) return asked;
  if (/^(?:silences|list silences|静默列表|有哪些静默|哪些告警被静默了?)\s*[?？.。!！]*$/i.test(text)) return { name: 'silences' };
  const over = new RegExp(
    `^(?:unsilence|unmute|(?:expire|end)\\s+silence|取消静默|解除静默|结束静默)\\s*[:：]?\\s*([0-9a-f-]{4,36})${end}`,
    'i',
  ).exec(text);
  if (over?.[1] !== undefined) return { name: 'expire-silence', target: over[1] };
  return /[?？]\s*$/.test(text) ? null : silenceOf(text);
}

function silenceOf(text: string): NoiseCommand | null {
  const moved = /^把\s*(\S.*?)\s*(?:静默|屏蔽)\s*(.*)$/s.exec(text);
  const given = moved === null ? /^(?:(?:silence|mute)(?![a-z])|静默|屏蔽)\s*[:：]?\s*(.*)$/is.exec(text)?.[1] : `${moved[1]} ${moved[2]}`;
  if (given === undefined) return null;
  const found = durationIn(given);
  if (found === null) {
    // One word alone is a silence without its time; more of them are talk.
    return /^[\w.:@-]+$/.test(given.trim()) ? { name: 'silence', target: given.trim(), durationMs: 0, comment: '' } : null;
  }
  const target = found.before
    .replace(/\s+(?:for|until further notice)$/i, '')
    .replace(/^for$/i, '')
    .trim();
  return { name: 'silence', target, durationMs: found.ms, comment: found.rest.replace(reasonStart, '').trim() };
}

/** The first duration that stands by itself, outside quotes. */
function durationIn(given: string): { readonly before: string; readonly ms: number; readonly rest: string } | null {
  const plain = given.replace(/"(?:[^"\\]|\\.)*"/g, (quoted) => '"'.repeat(quoted.length));
  for (const { index } of plain.matchAll(/(?<=^|\s)(?=\d|半)/g)) {
    const found = splitDuration(given.slice(index));
    if (found !== null) return { before: given.slice(0, index).trim(), ...found };
  }
  return null;
}

function whyOf(text: string): NoiseCommand | null {
  const who = '(?:I|we|anybody|anyone|nobody|no one)';
  const told = '(?:told|notified|alerted|paged|informed)';
  const english = [
    new RegExp(`^why\\s+(?:was|were|am|is)(?:n['’]t)?\\s+${who}\\s+(?:not\\s+)?${told}\\s+(?:of|about|for)\\s+(\\S.*?)\\s*[?？.]*$`, 'is'),
    /^why\s+(?:did|was)(?:n['’]t|\s+not)?\s+(\S.*?)\s+(?:not\s+)?(?:notify|page|alert|tell)\s+(?:me|us|anybody|anyone)\s*[?？.]*$/is,
  ];
  const chinese = [
    /^为(?:什么|何|啥)(?:没有|没|不)(?:收到|通知|提醒|告诉|告警|发)(?:我们?|大家)?\s*[:：]?\s*(\S.*?)(?:的?告警|的?通知)?\s*[?？。]*$/s,
    /^(\S.*?)\s*为(?:什么|何|啥)(?:没有|没|不)(?:收到|通知|提醒|告诉|告警|发)(?:我们?|大家)?(?:告警|通知)?\s*[?？。]*$/s,
  ];
  for (const pattern of [...english, ...chinese]) {
    const target = pattern
      .exec(text)?.[1]
      ?.replace(/^["“'「]|["”'」]$/g, '')
      .trim();
    if (target !== undefined && target !== '') return { name: 'why-not-told', target };
  }
  return null;
}
