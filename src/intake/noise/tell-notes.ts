/** What people should know of alerts that went on: in the incident and in its thread. */

import type { LocalText } from '../../domain/text.ts';
import type { TenantStore } from '../../store/contract.ts';

export async function tellNotes(inside: TenantStore, incidentId: string, notes: readonly LocalText[], nowMs: number): Promise<void> {
  const at = new Date(nowMs).toISOString();
  for (const [index, text] of notes.entries()) {
    await inside.timeline.add({ incidentId, at, kind: 'note', text, actor: 'zhiban' });
    await inside.outbox.say({ incidentId, slot: `noise-${at}-${index}`, priority: 'state', text });
  }
}
