/** Takes parsed alerts in: they are in the store before the sender hears 2xx, and grouped into incidents right after. */

import type { IncomingAlert } from '../domain/alert.ts';
import { ZhibanError } from '../domain/errors.ts';
import type { StormLimits } from '../domain/storm.ts';
import type { ConfiguredSources } from './configured-sources.ts';
import type { ForeignSources, Intake, ParseContext } from './contract.ts';
import { createInbox, type InboxDeps } from './inbox.ts';
import { createSift } from './noise/sift.ts';
import { findSource } from './registry.ts';
import type { JsonMapping } from './sources/json.ts';
import { createStormPolicy } from './storm.ts';

export type IntakeDeps = Omit<InboxDeps, 'sift' | 'storms'> & {
  readonly stormLimits: (tenantId: string) => StormLimits;
  readonly alertsMax: () => number;
  readonly jsonMapping: () => JsonMapping | null;
  /** Of times that a source writes without one. */
  readonly utcOffset: () => string;
  readonly groupBy: () => readonly string[];
  readonly resolveTimeoutMs: () => number;
  readonly foreign?: ForeignSources;
  /** What the configuration names, at `/hooks/generic/NAME`. */
  readonly configured?: Pick<ConfiguredSources, 'parse'>;
  readonly count: (source: string, outcome: 'accepted' | 'rejected', alerts: number) => void;
};

export function createIntake(deps: IntakeDeps): Intake {
  const inbox = createInbox({ ...deps, sift: createSift(deps), storms: createStormPolicy(deps) });
  const take: Intake['take'] = async (tenantId, alerts) => ({ accepted: alerts.length, incidentIds: await inbox.put(tenantId, alerts) });
  return {
    start: () => inbox.start(),
    stop: () => inbox.stop(),
    take,
    async accept(tenantId, source, body) {
      const alerts = await parse(deps, tenantId, source, body);
      const accepted = await take(tenantId, alerts);
      deps.count(source, 'accepted', alerts.length);
      return accepted;
    },
  };
}

async function parse(deps: IntakeDeps, tenantId: string, source: string, body: unknown): Promise<readonly IncomingAlert[]> {
  try {
    const now = new Date(deps.clock.now()).toISOString();
    const alerts = await parseAs(deps, tenantId, source, body, now);
    const limit = deps.alertsMax();
    if (alerts.length > limit)
      throw new ZhibanError(
        'too-large',
        `The body has ${alerts.length} alerts, the limit is ${limit} (hooks.alertsMax): send fewer at a time`,
      );
    return alerts;
  } catch (error) {
    // Names that nobody gave are not counted: whoever knows the token could make up any number of them.
    if (!(error instanceof ZhibanError && error.kind === 'not-found')) deps.count(source, 'rejected', 0);
    throw error;
  }
}

async function parseAs(deps: IntakeDeps, tenantId: string, source: string, body: unknown, now: string): Promise<readonly IncomingAlert[]> {
  const kind = findSource(source);
  if (kind !== null) return kind.parse(body, contextOf(deps, now));
  if (deps.configured !== undefined && source.startsWith('generic/'))
    return deps.configured.parse(tenantId, source.slice('generic/'.length), body, now);
  if (deps.foreign === undefined || !source.startsWith('plugin/')) {
    throw new ZhibanError('not-found', `There is no alert source '${source}'`);
  }
  return deps.foreign.parse(source.slice('plugin/'.length), body, now);
}

export function contextOf(deps: Pick<IntakeDeps, 'jsonMapping' | 'utcOffset' | 'groupBy' | 'resolveTimeoutMs'>, now: string): ParseContext {
  return {
    now,
    jsonMapping: deps.jsonMapping(),
    utcOffset: deps.utcOffset(),
    groupBy: deps.groupBy(),
    resolveTimeoutMs: deps.resolveTimeoutMs(),
  };
}
