/** An incident that nobody has taken over, in a tenant of its own, and a way to look at its ladder at any minute. */

import type { CallRules } from '../../../src/activities/escalate/call-rules.ts';
import { climb } from '../../../src/activities/escalate/climb.ts';
import { escalationConfig, laddersOf } from '../../../src/config/escalation.ts';
import { newId } from '../../../src/domain/ids.ts';
import type { Schedule } from '../../../src/oncall/schedule.ts';
import type { NewIncident, Store } from '../../../src/store/contract.ts';
import { layer, schedule } from '../../oncall/schedules.ts';
import { openDesk, people, startMs } from '../../operations/desk.ts';
import { sampleIncident } from '../../store/samples.ts';
import { systemClock } from '../../support/system-clock.ts';

const minuteMs = 60_000;
export const primary = schedule({ layers: [layer({ turns: [['bob'], ['anna']], start: '2026-11-16' })] });

export function rulesOf(escalation: unknown, schedules: readonly Schedule[] = [primary]): CallRules {
  const config = escalationConfig.parse(escalation);
  return { ladders: () => laddersOf(config), providers: () => config.providers, schedules: () => schedules };
}

export async function waiting(
  store: Store,
  escalation: unknown = {},
  change: Partial<NewIncident> = {},
  rules: Pick<CallRules, 'holdOf'> = {},
) {
  const at = await openDesk(store);
  const startedAt = new Date(startMs - 5 * 3_600_000).toISOString();
  const incident = await at.store.incidents.create(sampleIncident({ id: newId('inc', startMs), startedAt, ...change }));
  const place = { adapter: 'slack', workspace: '', channel: 'C1' };
  await at.store.threads.create({ incidentId: incident.id, place, locale: 'en', parent: null });
  const scope = { tenantId: at.store.tenantId, incidentId: incident.id };
  const known = Object.values(people).map((each) => (each.id === 'vera' ? each : { ...each, phone: `+861380000${each.id.length}` }));
  const look = async (afterMinutes: number) => {
    const clock = { ...systemClock, now: () => startMs + afterMinutes * minuteMs };
    const { nextAtMs } = await climb({ store, clock, people: () => known, calls: { ...rulesOf(escalation), ...rules } }, scope);
    const lines = await at.store.outbox.claim(9, clock.now(), 1_000);
    for (const line of lines) await at.store.outbox.dead(line.id, 'seen');
    return {
      said: lines.map((line) => `${line.text.en} ${line.personIds.join(' ')} ${line.urge}`),
      nextMinute: nextAtMs === null ? null : (nextAtMs - startMs) / minuteMs,
    };
  };
  const pages = async () => {
    const all = await at.store.ladders.pagesOf(incident.id, 200);
    return all.map(({ run, step, way, personId, state, reason }) =>
      `${run}.${step} ${way} ${personId ?? '-'} ${state} ${reason ?? ''}`.trim(),
    );
  };
  return { ...at, incident, scope, look, pages };
}
