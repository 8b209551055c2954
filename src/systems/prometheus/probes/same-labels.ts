/** Different targets that end up with the same labels: their samples become one series, and its counters jump between theirs. */

import type { Facts } from '../../../domain/evidence.ts';

interface Labelled {
  readonly labels: Readonly<Record<string, string>>;
  readonly scrapeUrl: string;
}

const urlsShown = 4;

/** Pure. The largest group is told of; Prometheus itself takes targets of the same labels and address for one. */
export function sameLabels(targets: readonly Labelled[]) {
  const groups = new Map<string, Set<string>>();
  for (const { labels, scrapeUrl } of targets) {
    const key = textOf(labels);
    groups.set(key, (groups.get(key) ?? new Set()).add(scrapeUrl));
  }
  const shared = [...groups].filter(([, urls]) => urls.size > 1).sort(([, one], [, other]) => other.size - one.size);
  const [labels = '', urls = new Set<string>()] = shared[0] ?? [];
  return {
    'targets.same.count': shared.length,
    'targets.same.labels': labels.slice(0, 300),
    'targets.same.targets': urls.size,
    'targets.same.urls': [...urls].slice(0, urlsShown).join(', '),
  } satisfies Facts;
}

function textOf(labels: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${sorted.map(([name, value]) => `${name}="${value}"`).join(', ')}}`;
}
