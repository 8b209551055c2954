/** Makes a probe of what it looks at; being unable to look becomes an answer here, once for all. */

import type { z } from 'zod';
import { evidenceLimits, type Facts, type FactValue } from '../../../domain/evidence.ts';
import type { LocalText } from '../../../domain/text.ts';
import type { LookContext, Probe, SystemEntry } from '../../contract.ts';
import { reachFactNames } from '../../http/status-page.ts';
import type { HaproxyClient } from '../client.ts';
import { failedLook } from '../failure.ts';
import type { SocketLimit } from '../socket.ts';

export interface Seen {
  readonly headline: LocalText;
  readonly facts: Facts;
  readonly text: string;
}

export interface HaproxyProbe<Parameters extends z.ZodType<Readonly<Record<string, unknown>>>> {
  readonly name: string;
  readonly summary: LocalText;
  readonly parameters: Parameters;
  readonly timeoutMs: number;
  readonly cost: Probe<HaproxyClient>['cost'];
  readonly hints: string;
  readonly query: string;
  readonly facts: readonly string[];
  isFor?(entry: SystemEntry): boolean;
  see(client: HaproxyClient, given: z.infer<Parameters>, context: LookContext, limit: SocketLimit): Promise<Seen>;
}

export function haproxyProbe<Parameters extends z.ZodType<Readonly<Record<string, unknown>>>>(
  given: HaproxyProbe<Parameters>,
): Probe<HaproxyClient> {
  return {
    ...given,
    facts: [...given.facts, ...reachFactNames],
    async look(client, parameters, context) {
      const limit = { timeoutMs: Math.min(5_000, given.timeoutMs), signal: context.signal };
      try {
        const { facts, headline, text } = await given.see(client, given.parameters.parse(parameters), context, limit);
        return { status: 'ok', query: given.query, headline, facts: bounded(facts), text: text.slice(0, 40_000) };
      } catch (error) {
        const failed = failedLook(error, given.query);
        if (failed === null) throw error;
        return failed;
      }
    },
  };
}

function bounded(facts: Facts): Facts {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, boundedValue(value)]));
}

function boundedValue(value: FactValue): FactValue {
  if (typeof value === 'string') return value.slice(0, evidenceLimits.factTextLength);
  if (typeof value !== 'number') return value;
  return Number.isFinite(value) ? Math.round(value * 10_000) / 10_000 : null;
}
