/** The timeline folded: a run of looks is one line to open, since nothing there must be read to follow along. */

import type { TimelineView } from './view.ts';

export type StoryPart =
  | { readonly kind: 'entry'; readonly entry: TimelineView }
  | { readonly kind: 'looks'; readonly first: TimelineView; readonly entries: readonly TimelineView[] };

/** Fewer looks in a row than this are shown as they are. */
const looksMin = 4;

export function foldLooks(timeline: readonly TimelineView[]): StoryPart[] {
  const parts: StoryPart[] = [];
  let looks: TimelineView[] = [];
  function close(): void {
    const [first] = looks;
    if (first !== undefined && looks.length >= looksMin) parts.push({ kind: 'looks', first, entries: looks });
    else for (const entry of looks) parts.push({ kind: 'entry', entry });
    looks = [];
  }
  for (const entry of timeline) {
    if (entry.kind === 'look') {
      looks.push(entry);
      continue;
    }
    close();
    parts.push({ kind: 'entry', entry });
  }
  close();
  return parts;
}
