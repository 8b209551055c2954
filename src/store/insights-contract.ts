/** What the numbers about a span of time are made from. */

import type { IncidentRecord, InsightSpan } from '../domain/insight.ts';

export interface InsightStore {
  /** Oldest first, at most `limit`. Demos are left out. Throws `invalid` for a time zone that the database doesn't know. */
  incidents(span: InsightSpan, limit: number): Promise<readonly IncidentRecord[]>;
}
