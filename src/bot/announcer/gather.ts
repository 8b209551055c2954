/** Puts what waits for a destination into messages: the most important first, and never a flood. */

import { createHash } from 'node:crypto';
import type { VoiceHabits } from '../../adapters/voice/contract.ts';
import type { VoiceTarget } from '../../domain/announcement.ts';
import { priorities } from '../../domain/place.ts';
import type { Delivery } from '../../store/delivery-contract.ts';

/** What goes out in one message. */
export interface Batch {
  /** The same deliveries have the same id, however often they are tried. */
  readonly id: string;
  readonly target: VoiceTarget;
  /** Never empty. */
  readonly deliveries: readonly Delivery[];
}

/** More incidents than this that wait for the same people become one digest. */
const separateMax = 3;

export function gather(due: readonly Delivery[], gathers: VoiceHabits['gathers']): readonly Batch[] {
  const targets = Map.groupBy(due, ({ target }) => JSON.stringify(target));
  const batches = [...targets.values()].flatMap((own) => groupsOf(own, gathers)).flatMap(toBatch);
  return batches.toSorted((a, b) => rankOf(a) - rankOf(b) || ageOf(a).localeCompare(ageOf(b)));
}

function groupsOf(own: readonly Delivery[], gathers: VoiceHabits['gathers']): readonly (readonly Delivery[])[] {
  if (gathers === 'nothing') return own.map((delivery) => [delivery]);
  const gathered = gathers === 'everything' ? own.filter(({ isDigest }) => isDigest) : [];
  const rest = own.filter((delivery) => !gathered.includes(delivery));
  const byIncident = [...Map.groupBy(rest, ({ incidentId }) => incidentId).values()];
  const separate = gathers === 'everything' && byIncident.length > separateMax ? [byIncident.flat()] : byIncident;
  return gathered.length > 0 ? [...separate, gathered] : separate;
}

function toBatch(deliveries: readonly Delivery[]): readonly Batch[] {
  const [first, ...others] = deliveries;
  if (first === undefined) return [];
  const ids = deliveries.map(({ id }) => id).sort();
  const id = others.length === 0 ? first.id : `dlv_${createHash('sha256').update(ids.join(' ')).digest('hex').slice(0, 24)}`;
  return [{ id, target: first.target, deliveries }];
}

function rankOf({ deliveries }: Batch): number {
  return Math.min(...deliveries.map(({ priority }) => priorities.indexOf(priority)));
}

function ageOf({ deliveries }: Batch): string {
  return deliveries.map(({ id }) => id).sort()[0] ?? '';
}
