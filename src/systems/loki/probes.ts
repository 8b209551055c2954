/** Every look at Loki. */

import type { Probe } from '../contract.ts';
import type { LokiClient } from './client.ts';
import { ingestionProbe } from './probes/ingestion.ts';
import { queryProbe } from './probes/query.ts';
import { selfProbe } from './probes/self.ts';
import { streamsProbe } from './probes/streams.ts';

export const lokiProbes: readonly Probe<LokiClient>[] = [selfProbe, ingestionProbe, streamsProbe, queryProbe];
