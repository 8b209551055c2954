/** Why somebody was called for an incident or wasn't, as the records have it now. */

import type { CallsView } from '../../../domain/calls-view.ts';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { usePreferences } from '../../preferences/preferences.tsx';

/** `incident` is its code or its id. */
export function useWhyCalled(incident: string) {
  const { locale } = usePreferences();
  const { calls } = useBackend();
  return useResource<CallsView>(
    `why-called ${locale} ${incident}`,
    () => calls.whyCalled(incident),
    (value) => [`incident:${value?.incidentId ?? incident}`, 'oncall'],
  );
}
