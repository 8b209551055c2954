/** Makes a probe of what it looks at; being unable to look becomes an answer here, once for all. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import type { LocalText } from '../../../domain/text.ts';
import type { LookContext, Probe } from '../../contract.ts';
import { reachFactNames, reachFacts } from '../../http/status-page.ts';
import type { SnmpClient, SnmpLimit } from '../client.ts';
import { failedLook } from '../failure.ts';

export interface Seen {
  readonly headline: LocalText;
  readonly facts: Facts;
  readonly text: string;
}

export interface SnmpProbe {
  readonly name: string;
  readonly summary: LocalText;
  readonly hints: string;
  readonly query: string;
  readonly facts: readonly string[];
  see(client: SnmpClient, context: LookContext, limit: SnmpLimit): Promise<Seen>;
}

const timeoutMs = 20_000;

export function snmpProbe({ name, summary, hints, query, facts, see }: SnmpProbe): Probe<SnmpClient> {
  return {
    name,
    summary,
    hints,
    parameters: z.strictObject({}),
    timeoutMs,
    cost: 'cheap',
    facts: [...facts, ...reachFactNames],
    async look(client, _parameters, context) {
      try {
        const seen = await see(client, context, { timeoutMs: timeoutMs / 2, signal: context.signal });
        return {
          status: 'ok',
          query,
          headline: seen.headline,
          facts: { ...reachFacts('none', 'done', ''), ...bounded(seen.facts) },
          text: seen.text.slice(0, 40_000),
        };
      } catch (error) {
        const failed = failedLook(error, query);
        if (failed === null) throw error;
        return failed;
      }
    },
  };
}

function bounded(facts: Facts): Facts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      if (typeof value === 'string') return [name, value.slice(0, 300)];
      if (typeof value !== 'number') return [name, value];
      return [name, Number.isFinite(value) ? Math.round(value * 10_000) / 10_000 : null];
    }),
  );
}
