/** What the API can be asked of alerts, and of why they were told or not. */

import type { CallsView } from '../../domain/calls-view.ts';
import type { AlertListed } from '../../domain/view.ts';
import type { SilenceTrial } from '../../operations/noise-contract.ts';
import type { Query, Requests } from './request.ts';

export interface AlertPage {
  readonly items: readonly AlertListed[];
  readonly nextCursor: string | null;
}

export function alertCalls({ get, post, remove }: Requests) {
  return {
    alerts: (filter: Query) => get<AlertPage>('/alerts', filter),
    trySilence: (matchers: readonly string[]) => post<SilenceTrial>('/silences/try', { matchers }),
    whyCalled: (incident: string) => get<CallsView>(`/oncall/why/${encodeURIComponent(incident)}`),
    snooze: (incident: string, minutes: number) => post<CallsView>(`/incidents/${encodeURIComponent(incident)}/snooze`, { minutes }),
    endSnooze: (incident: string) => remove<CallsView>(`/incidents/${encodeURIComponent(incident)}/snooze`),
  };
}
