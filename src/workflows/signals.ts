/** What workflows can be told. Shared by sender and receiver, so that a typo is a compile error. */

import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { Steer } from '../domain/incident.ts';

/** Every message has a key: delivery is at least once, effect is once. */
export type IncidentMessage =
  | { readonly kind: 'alerts'; readonly key: string }
  | {
      readonly kind: 'decision';
      readonly key: string;
      readonly planId: string;
      readonly digest: string;
      readonly decision: 'approve' | 'reject';
    }
  | { readonly kind: 'steer'; readonly key: string; readonly steer: Steer }
  | { readonly kind: 'stop'; readonly key: string; readonly planId: string }
  | { readonly kind: 'undo'; readonly key: string; readonly planId: string }
  /** Somebody has had a plan made, as for a command: it waits for its decision. */
  | { readonly kind: 'plan'; readonly key: string; readonly planId: string }
  | { readonly kind: 'resolved'; readonly key: string };

export const tell = defineSignal<[IncidentMessage]>('tell');
export const halt = defineSignal('halt');
/** Of a ladder: what it stands on may have changed. */
export const reconsider = defineSignal('reconsider');
export const phaseOf = defineQuery<string>('phase');

export function incidentWorkflowId(incidentId: string): string {
  return `incident-${incidentId}`;
}

export function ladderWorkflowId(incidentId: string): string {
  return `ladder-${incidentId}`;
}
