/** The words that merge and split incidents: “merge ZB-12 into ZB-10”, “split instance=db-2”, “把 ZB-12 合并到 ZB-10”, “撤销合并”. */

export type MoveCommand =
  /** An empty target is the incident of the thread. */
  | { readonly name: 'merge'; readonly target: string; readonly into: string }
  | { readonly name: 'split'; readonly target: string; readonly matchers: string }
  | { readonly name: 'undo-move'; readonly target: string };

const code = String.raw`(#?zb-\d{1,9}|inc_[0-9a-z]{1,40})`;
const end = String.raw`\s*[.。!！~～]*$`;

const merges = [
  new RegExp(`^merge\\s+(?:${code}|this|it)?\\s*(?:in)?to\\s+${code}${end}`, 'i'),
  new RegExp(`^合并\\s*${code}?\\s*[到进入至]\\s*${code}${end}`, 'i'),
  new RegExp(`^[把将]\\s*${code}?\\s*合并[到进入至]\\s*${code}${end}`, 'i'),
];
/** Labels must be named: “split the work” splits nothing. */
const matchers = String.raw`(\{?\s*[\w:.-]+\s*(?:=~|!~|!=|=)\s*\S.*?)`;
const splits = [
  new RegExp(`^split(?:\\s+off)?\\s+(?:${code}\\s*[:：,，]?\\s+)?${matchers}${end}`, 'is'),
  new RegExp(`^拆分\\s*(?:${code}\\s*[:：,，]?\\s*)?${matchers}${end}`, 'is'),
];
const undos = [
  new RegExp(`^(?:(?:undo|take\\s+back)\\s+(?:the\\s+)?(?:merge|split)|unmerge|unsplit)(?:\\s+(?:of\\s+)?${code})?${end}`, 'i'),
  new RegExp(`^(?:撤销|取消)(?:合并|拆分)\\s*${code}?${end}`, 'i'),
];

/** Null for words that are about something else. */
export function parseMoves(text: string): MoveCommand | null {
  const merge = firstOf(merges, text);
  if (merge !== null) return { name: 'merge', target: merge[1] ?? '', into: merge[2] ?? '' };
  const undo = firstOf(undos, text);
  if (undo !== null) return { name: 'undo-move', target: undo[1] ?? '' };
  const split = firstOf(splits, text);
  return split === null ? null : { name: 'split', target: split[1] ?? '', matchers: (split[2] ?? '').trim() };
}

function firstOf(patterns: readonly RegExp[], text: string): RegExpExecArray | null {
  for (const pattern of patterns) {
    const match = pattern.exec(text);
    if (match !== null) return match;
  }
  return null;
}
