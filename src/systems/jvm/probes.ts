/** Every look at a Java process. */

import type { Probe } from '../contract.ts';
import type { JvmClient } from './client.ts';
import { gcProbe } from './probes/gc.ts';
import { heapDumpsProbe } from './probes/heap-dumps.ts';
import { histogramProbe } from './probes/histogram.ts';
import { nativeMemoryProbe } from './probes/native-memory.ts';
import { threadsProbe } from './probes/threads.ts';
import { vmProbe } from './probes/vm.ts';

export const jvmProbes: readonly Probe<JvmClient>[] = [vmProbe, gcProbe, threadsProbe, heapDumpsProbe, histogramProbe, nativeMemoryProbe];
