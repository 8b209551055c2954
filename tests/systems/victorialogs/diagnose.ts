/** Lines as an application would write them, a VictoriaLogs entry, and a diagnosis. */

import type { VictorialogsClient } from '../../../src/systems/victorialogs/client.ts';
import { type VictorialogsEntry, victorialogsKind } from '../../../src/systems/victorialogs/system.ts';
import { type DiagnoseOptions, type Diagnosis, diagnoseSystem } from '../../support/diagnose.ts';
import { systemClock } from '../../support/system-clock.ts';

export function victorialogsEntry(url: string, more: Readonly<Record<string, unknown>> = {}): VictorialogsEntry {
  return victorialogsKind.entry.parse({ id: 'vlogs', kind: 'victorialogs', url, ...more });
}

export function victorialogsClient(entry: VictorialogsEntry, secret = ''): VictorialogsClient {
  return victorialogsKind.connect(entry, { clock: systemClock, resolveSecret: () => secret });
}

export function diagnoseVictorialogs(url: string, options: DiagnoseOptions = {}): Promise<Diagnosis> {
  const entry = victorialogsEntry(url);
  return diagnoseSystem(victorialogsKind, victorialogsClient(entry), entry, options);
}

/** A line for each minute of a stretch that ends `untilMinutesAgo`. */
export function steadyLines(minutes: number, untilMinutesAgo: number, message = 'order accepted'): readonly Record<string, string>[] {
  return Array.from({ length: minutes }, (_, index) => ({
    _time: agoIso((minutes - index - 1 + untilMinutesAgo) * 60 + 1),
    _msg: `${message} ${String(index)}`,
    app: 'orders',
    level: 'info',
  }));
}

export function agoIso(seconds: number): string {
  return new Date(Date.now() - seconds * 1_000).toISOString();
}
