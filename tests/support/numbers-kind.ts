/** A system of numbers that a test decides. */

import { z } from 'zod';
import { sameText } from '../../src/domain/text.ts';
import type { SystemClient, SystemEntry, SystemKind } from '../../src/systems/contract.ts';
import { entryShape } from '../../src/systems/entry.ts';

/** A kind whose numbers the test decides: by the moment, as a store of metrics tells them, and by a look. */
export interface Numbers extends SystemClient {
  at: (name: string, timeMs: number) => number;
  names: string[];
  failure: string | null;
  queries: number;
}

export const numbersEntry = z.strictObject({ ...entryShape, kind: z.literal('numbers') });
export const numbers: Numbers = { at: () => 0, names: ['a'], failure: null, queries: 0, close: async () => undefined };
export const numbersKind: SystemKind<Numbers, z.infer<typeof numbersEntry> & SystemEntry> = {
  ...{ kind: 'numbers', title: sameText('Numbers'), entry: numbersEntry, signatures: [], actions: [] },
  connect: () => numbers,
  probes: [
    {
      ...{ name: 'level', summary: sameText('level'), parameters: z.strictObject({}), timeoutMs: 5_000, cost: 'cheap' },
      look: async (client, _given, { clock }) => ({
        ...{ status: 'ok', headline: sameText('level'), query: 'level', text: '' },
        facts: { 'level.value': client.at('level', clock.now()), 'level.of': 'tank' },
      }),
    },
  ],
  metricStore: {
    async range(client, { fromMs, toMs, stepSeconds, seriesMax }) {
      client.queries += 1;
      if (client.failure !== null) throw new Error(client.failure);
      const times: number[] = [];
      for (let at = fromMs; at <= toMs; at += stepSeconds * 1_000) times.push(at);
      const series = client.names.map((name) => ({
        ...{ name: `depth{queue="${name}"}`, labels: { __name__: 'depth', queue: name }, times },
        values: times.map((at) => client.at(name, at)),
      }));
      return { series: series.slice(0, seriesMax), leftOut: Math.max(0, series.length - seriesMax) };
    },
  },
};
