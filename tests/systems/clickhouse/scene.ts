/** An entry, one of Zhiban's clients for it, and a diagnosis. */

import type { ClickhouseClient } from '../../../src/systems/clickhouse/client.ts';
import { type ClickhouseEntry, clickhouseKind } from '../../../src/systems/clickhouse/system.ts';
import { systemClock } from '../../support/system-clock.ts';

export function entryOf(url: string, more: Readonly<Record<string, unknown>> = {}): ClickhouseEntry {
  return clickhouseKind.entry.parse({ id: 'shop-events', kind: 'clickhouse', url, ...more });
}

export function clientOf(entry: ClickhouseEntry, secret = ''): ClickhouseClient {
  return clickhouseKind.connect(entry, { clock: systemClock, resolveSecret: () => secret });
}
