/** Tables of what is watched by itself. */

import type { EventOutcome, RecentPoints, SeriesState, StoredMark, Trouble } from '../../domain/detection.ts';
import type { LocalText } from '../../domain/text.ts';
import { instant, json, text } from '../columns.ts';
import { boolean, doublePrecision, integer, primaryKey } from '../drizzle.ts';
import { house } from './house.ts';

export const detectionRuns = house.table(
  'detection_runs',
  {
    tenantId: text('tenant_id').notNull(),
    detectionId: text('detection_id').notNull(),
    lastRunAt: instant('last_run_at').notNull(),
    error: json<Trouble>('error'),
    warnings: json<readonly Trouble[]>('warnings').notNull(),
    series: integer('series').notNull(),
    leftOut: integer('left_out').notNull(),
    pressure: doublePrecision('pressure').notNull(),
    pressureAt: instant('pressure_at').notNull(),
    durationMs: integer('duration_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.detectionId] })],
);

export const detectionSeries = house.table(
  'detection_series',
  {
    tenantId: text('tenant_id').notNull(),
    detectionId: text('detection_id').notNull(),
    key: text('key').notNull(),
    name: text('name').notNull(),
    labels: json<Readonly<Record<string, string>>>('labels').notNull(),
    state: text('state').$type<SeriesState>().notNull(),
    lastAt: instant('last_at').notNull(),
    value: doublePrecision('value').notNull(),
    expected: doublePrecision('expected'),
    low: doublePrecision('low'),
    high: doublePrecision('high'),
    score: doublePrecision('score').notNull(),
    reason: json<LocalText>('reason'),
    recent: json<RecentPoints>('recent').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.detectionId, table.key] })],
);

export const detectionSamples = house.table(
  'detection_samples',
  {
    tenantId: text('tenant_id').notNull(),
    detectionId: text('detection_id').notNull(),
    name: text('name').notNull(),
    /** `2026-11-28` in UTC. */
    day: text('day').notNull(),
    points: json<readonly (readonly [number, number])[]>('points').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.detectionId, table.name, table.day] })],
);

export const detectionEvents = house.table(
  'detection_events',
  {
    tenantId: text('tenant_id').notNull(),
    id: text('id').notNull(),
    detectionId: text('detection_id').notNull(),
    seriesKey: text('series_key').notNull(),
    seriesName: text('series_name').notNull(),
    since: instant('since').notNull(),
    endedAt: instant('ended_at'),
    outcome: text('outcome').$type<EventOutcome>().notNull(),
    openedAt: instant('opened_at'),
    isLead: boolean('is_lead').notNull(),
    incidentId: text('incident_id'),
    odds: doublePrecision('odds').notNull(),
    thresholdOdds: doublePrecision('threshold_odds').notNull(),
    reason: json<LocalText>('reason').notNull(),
    mark: json<StoredMark>('mark'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);
