/** As many notices as a message holds, and a line for those that it doesn't. */

import type { Announcement, IncidentNotice } from '../../domain/announcement.ts';
import { byteLength, cutAt } from '../rich/shorten.ts';

export interface FittedNotices {
  readonly blocks: readonly string[];
  /** How many are not among them. */
  readonly left: number;
}

/** The first is always there, cut if need be: better half a message than none. */
export function fitNotices(
  announcement: Announcement,
  render: (notice: IncidentNotice) => string,
  limit: { readonly bytesMax: number; readonly noticesMax: number; readonly separatorBytes: number },
): FittedNotices {
  const blocks: string[] = [];
  let used = 0;
  for (const notice of announcement.notices.slice(0, limit.noticesMax)) {
    const block = render(notice);
    const size = byteLength(block) + limit.separatorBytes;
    if (used + size > limit.bytesMax) {
      if (blocks.length > 0) break;
      blocks.push(cutToBytes(block, limit.bytesMax));
      break;
    }
    blocks.push(block);
    used += size;
  }
  return { blocks, left: announcement.notices.length - blocks.length };
}

/** At most so many bytes of UTF-8, with an ellipsis when something was cut. */
export function cutToBytes(text: string, bytesMax: number): string {
  if (byteLength(text) <= bytesMax) return text;
  let cut = cutAt(text, bytesMax);
  while (byteLength(cut) + 3 > bytesMax) cut = cutAt(cut, cut.length - Math.max(1, Math.ceil((byteLength(cut) + 3 - bytesMax) / 4)));
  return `${cut.trimEnd()}…`;
}
