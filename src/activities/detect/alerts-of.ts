/** What a detection tells the intake, in the form of any other source: an alert for each series, one group for each detection. */

import { createHash } from 'node:crypto';
import type { IncomingAlert } from '../../domain/alert.ts';
import { type DetectionEvent, type DetectionSpec, detectionSource } from '../../domain/detection.ts';
import { maskSecrets } from '../../domain/mask-secrets.ts';
import type { Locale, LocalText } from '../../domain/text.ts';

const labelsMax = 40;

export interface Told {
  readonly spec: Pick<DetectionSpec, 'id' | 'title' | 'severity'>;
  readonly event: Pick<DetectionEvent, 'seriesName' | 'since'>;
  readonly labels: Readonly<Record<string, string>>;
  readonly reason: LocalText;
  readonly endedAt: string | null;
}

export function groupKeyOf(detectionId: string): string {
  return `${detectionSource}:${detectionId}`;
}

export function alertOf({ spec, event, labels, reason, endedAt }: Told, locale: Locale): IncomingAlert {
  const fingerprint = createHash('sha256').update(`${spec.id}\n${event.seriesName}`).digest('hex').slice(0, 16);
  const title = spec.title[locale];
  const { __name__: metric, ...rest } = labels;
  const own = { alertname: title, severity: spec.severity, detection: spec.id };
  const summary = `${title} ${shortName(event.seriesName)}${locale === 'en' ? ': ' : '：'}${reason[locale]}`;
  return {
    ...{ source: detectionSource, fingerprint, groupKey: groupKeyOf(spec.id), status: endedAt === null ? 'firing' : 'resolved' },
    labels: { ...masked(rest), ...(metric === undefined ? {} : { metric }), ...own },
    annotations: { summary: maskSecrets(summary), reason: maskSecrets(reason[locale]), series: maskSecrets(event.seriesName) },
    ...{ startsAt: event.since, endsAt: endedAt, generatorUrl: null },
  };
}

/** What tells the series from its neighbours: the values of its labels. */
export function shortName(name: string): string {
  const values = [...name.matchAll(/="([^"]*)"/g)].map((match) => match[1] ?? '');
  return values.length === 0 ? name.replace(/\{\}$/, '') : values.slice(0, 4).join(' ');
}

function masked(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(labels)
      .slice(0, labelsMax)
      .map(([name, value]) => [name, maskSecrets(value)]),
  );
}
