/** Numbers and times as the reasons of changes say them. */

/** `14:06:05`, with the date in front: a log may be of any day. */
export function clockText(atMs: number, zoneMinutes: number): string {
  const local = new Date(atMs + zoneMinutes * 60_000).toISOString();
  return `${local.slice(5, 10)} ${local.slice(11, 19)}`;
}

export function ratioText(ratio: number): string {
  return ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(1);
}

export function countText(count: number): string {
  if (count >= 100) return count.toFixed(0);
  return count >= 1 ? count.toFixed(1) : count.toPrecision(2);
}
