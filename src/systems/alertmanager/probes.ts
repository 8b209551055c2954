/** Every look at Alertmanager. */

import type { Probe } from '../contract.ts';
import type { AlertmanagerClient } from './client.ts';
import { alertsProbe } from './probes/alerts.ts';
import { selfProbe } from './probes/self.ts';
import { silencesProbe } from './probes/silences.ts';

export const alertmanagerProbes: readonly Probe<AlertmanagerClient>[] = [selfProbe, alertsProbe, silencesProbe];
