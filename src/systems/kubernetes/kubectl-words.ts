/** Brings the ways in which people write kubectl into one: `--name value`, and the namespace at the end. */

import type { Word } from '../commands/words.ts';

const bare = (text: string): Word => ({ text, isQuoted: false });

/** Pure; what it has brought there it leaves as it is. */
export function prepareKubectl(words: readonly Word[]): readonly Word[] {
  const split = words.flatMap((word) => splitFlag(word));
  const at = split.findIndex(({ text, isQuoted }) => !isQuoted && (text === '-n' || text === '--namespace'));
  const named = at < 0 ? undefined : split[at + 1];
  if (named !== undefined) return [...split.slice(0, at), ...split.slice(at + 2), bare('-n'), named];
  return split.map((word) => (word.text === '--all-namespaces' && !word.isQuoted ? bare('-A') : word));
}

/** `--replicas=3` is two words; `app=registry/app:2` is one. */
function splitFlag(word: Word): readonly Word[] {
  const [, flag, value] = (word.isQuoted ? null : /^(--[a-z-]+|-n)=(.+)$/.exec(word.text)) ?? [];
  return flag === undefined || value === undefined ? [word] : [bare(flag), bare(value)];
}
