/** What a program logged of a change right before its errors began: a flag, a release, a configuration. */

import { isErrorEntry } from '../../analysis/logs/level.ts';
import type { LogEntry } from '../../analysis/logs/log-reader.ts';
import { maskSecrets } from '../../domain/mask-secrets.ts';

const changes =
  /\b(?:feature|flags?|toggles?|roll(?:ed|ing)?[- ]?out|deploy(?:ed|ing|ment)?|releases?d?|upgrad(?:e|ed|ing)|migrat(?:ed|ing|ions?)|(?:re)?load(?:ed|ing) (?:new )?config\w*|config\w* (?:re)?loaded|switch(?:ed|ing) to|fail(?:ed|ing)? over|promoted|enabled|disabled|changed|(?:updated|set) to|now (?:using|at|on))\b|v?\d+\.\d+(?:\.\d+)? (?:start(?:ed|ing)|up|ready)|version v?\d+\.\d+|(?:->|→|=>)|开关|灰度|放量|发布|上线|升级|切换|变更|改为|启用|停用|加载配置/i;
/** What is further back has mostly nothing to do with it. */
const entriesBack = 40;
const backMs = 30 * 60_000;
const textMax = 240;

/** Oldest first; '' where errors were there from the beginning, or nothing of the kind was said. */
export function changeBefore(entries: readonly LogEntry[]): string {
  const first = entries.findIndex(isErrorEntry);
  if (first <= 0) return '';
  const atMs = entries[first]?.atMs ?? Number.NaN;
  const before = entries.slice(Math.max(0, first - entriesBack), first);
  const change = before.findLast((each) => changes.test(textOf(each)) && !(atMs - each.atMs > backMs));
  return change === undefined ? '' : maskSecrets(textOf(change)).slice(0, textMax);
}

/** The first line, and the fields of a structured entry: `flag=new-checkout rollout=100`. */
function textOf({ message, attributes }: LogEntry): string {
  return [message.split('\n')[0] ?? '', ...Object.entries(attributes).map(([name, value]) => `${name}=${value}`)].join(' ');
}
