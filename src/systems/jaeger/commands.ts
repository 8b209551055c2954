/** What people may ask to have run on Jaeger: its traces, services and who calls whom. It only reads. */

import { text } from '../command.ts';
import { formGrammar, type Slots } from '../commands/forms.ts';
import { shownBy } from '../commands/shown-by.ts';
import type { JaegerClient } from './client.ts';
import { dependenciesProbe } from './probes/dependencies.ts';
import { errorsProbe } from './probes/errors.ts';
import { latencyProbe } from './probes/latency.ts';
import { selfProbe } from './probes/self.ts';
import { servicesProbe } from './probes/services.ts';
import { traceProbe } from './probes/trace.ts';

const ofService = ({ service }: Slots) => ({ service });

export const jaegerCommands = formGrammar<JaegerClient>({
  reads: [
    shownBy('services', servicesProbe),
    shownBy('trace <id>', traceProbe, ({ id }) => ({ id })),
    shownBy('latency', latencyProbe),
    shownBy('latency <service>', latencyProbe, ofService),
    shownBy('errors', errorsProbe),
    shownBy('errors <service>', errorsProbe, ofService),
    shownBy('dependencies', dependenciesProbe),
    shownBy('status', selfProbe),
  ],
  changes: [],
  isCaseSensitive: true,
  slots: { id: /^[0-9a-fA-F]{1,32}$/, service: /^[\w.:@/-]{1,200}$/ },
  refused: { archive: text('会写入存储', 'it writes into the store') },
});
