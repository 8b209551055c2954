/** An incident as its row holds it, read back as the domain's word. */

import type { Incident } from '../domain/incident.ts';
import type { incidents } from './schema/incident-tables.ts';

export type IncidentRow = typeof incidents.$inferSelect;

export function toIncident(row: IncidentRow): Incident {
  const { spentProbes, spentLlmCalls, spentTokens, spentSeconds, looksDone, looksPlanned, ...rest } = row;
  return {
    ...rest,
    spent: { probes: spentProbes, llmCalls: spentLlmCalls, tokens: spentTokens, seconds: spentSeconds },
    looks: { done: looksDone, planned: looksPlanned },
  };
}
