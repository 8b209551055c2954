/** Every look at VictoriaLogs. */

import type { Probe } from '../contract.ts';
import type { VictorialogsClient } from './client.ts';
import { ingestionProbe } from './probes/ingestion.ts';
import { messagesProbe } from './probes/messages.ts';
import { queryProbe } from './probes/query.ts';
import { selfProbe } from './probes/self.ts';
import { sourcesProbe } from './probes/sources.ts';
import { streamsProbe } from './probes/streams.ts';

export const victorialogsProbes: readonly Probe<VictorialogsClient>[] = [
  selfProbe,
  ingestionProbe,
  sourcesProbe,
  streamsProbe,
  messagesProbe,
  queryProbe,
];
