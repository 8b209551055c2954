/** Every look at a URL. */

import type { Probe } from '../contract.ts';
import type { HttpClient } from './client.ts';
import { certificateProbe } from './probes/certificate.ts';
import { healthProbe } from './probes/health.ts';
import { networkProbe } from './probes/network.ts';

export const httpProbes: readonly Probe<HttpClient>[] = [healthProbe, networkProbe, certificateProbe];
