/** What `npm run lab` was asked to do. */

import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

export const tiers = ['fast', 'medium', 'slow'] as const;
export type Tier = (typeof tiers)[number];

export interface LabOptions {
  readonly scenarios: readonly string[];
  /** Patterns of names, `*` for any characters; empty takes all. */
  readonly only: readonly string[];
  readonly analyst: 'offline' | 'llm';
  readonly approve: boolean;
  readonly tiers: readonly Tier[];
  readonly json: string | null;
  /** A configuration that the scenarios' systems are added to: profiles of models, policies. */
  readonly config: string | null;
  /** Where what was seen of each scenario is kept, for measuring the analysis again without the lab. */
  readonly record: string | null;
  readonly list: boolean;
}

export const usage = `npm run lab -- [--scenarios DIR]… [--only GLOB]… [--analyst offline|llm] [--approve] [--tier fast|medium|all]
               [--json FILE] [--config FILE] [--record DIR] [--list]

  --scenarios DIR   where scenario folders are, also outside of the project; default tests/lab/scenarios
  --only GLOB       only those whose name matches, such as 'redis/*'
  --analyst WHICH   offline (default), or llm with the profiles of --config
  --approve         approve the plans that are expected, check the fix, then undo it and compare the state
  --tier WHICH      fast (default), medium (fast and medium), all
  --json FILE       write everything that was found out
  --config FILE     a zhiban.yaml that the scenarios' systems are added to
  --record DIR      keep evidence, alerts and truth of each scenario, for npm run bench -- analysis
  --list            name the scenarios and end`;

/** Throws an error with the usage for an option that doesn't exist or has a value that it can't have. */
export function parseOptions(given: readonly string[]): LabOptions {
  const { values } = parseArgs({
    args: [...given],
    options: {
      scenarios: { type: 'string', multiple: true },
      only: { type: 'string', multiple: true },
      analyst: { type: 'string', default: 'offline' },
      approve: { type: 'boolean', default: false },
      tier: { type: 'string', default: 'fast' },
      json: { type: 'string' },
      config: { type: 'string' },
      record: { type: 'string' },
      list: { type: 'boolean', default: false },
    },
  });
  const { analyst, tier } = values;
  if (analyst !== 'offline' && analyst !== 'llm') throw new Error(`--analyst: expected offline or llm, not '${analyst}'`);
  if (tier !== 'fast' && tier !== 'medium' && tier !== 'all') throw new Error(`--tier: expected fast, medium or all, not '${tier}'`);
  if (analyst === 'llm' && values.config === undefined)
    throw new Error('--analyst llm needs --config FILE, a zhiban.yaml with llm.profiles (docs/guides/llm.md)');
  return {
    scenarios: (values.scenarios ?? [join(import.meta.dirname, '..', 'scenarios')]).map((path) => resolve(path)),
    only: values.only ?? [],
    analyst,
    approve: values.approve,
    tiers: tiersOf(tier),
    json: values.json === undefined ? null : resolve(values.json),
    config: values.config === undefined ? null : resolve(values.config),
    record: values.record === undefined ? null : resolve(values.record),
    list: values.list,
  };
}

function tiersOf(tier: 'fast' | 'medium' | 'all'): readonly Tier[] {
  if (tier === 'fast') return ['fast'];
  return tier === 'medium' ? ['fast', 'medium'] : tiers;
}
