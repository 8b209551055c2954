/** Keeps the search attribute of an incident's phase up to date. */

import { upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { IncidentPhase } from '../domain/incident.ts';
import { statusAttribute } from './search-attributes.ts';

/**
 * Only where the workflow was started with the attribute: a server that doesn't know it would fail the task for ever, and a history from
 * before there was one has no such command. Both are decided by what the history itself begins with, so that it replays.
 */
export function showStatus(phase: IncidentPhase): void {
  const shown = workflowInfo().typedSearchAttributes.get(statusAttribute);
  if (shown === undefined || shown === phase) return;
  upsertSearchAttributes([{ key: statusAttribute, value: phase }]);
}
