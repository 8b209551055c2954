/** What a silence would keep quiet, before it is made: what fires now, and what came within a day. Nothing is changed. */

import { compileMatchers } from '../analysis/noise/matchers.ts';
import { createNaming } from '../analysis/rca/name-systems.ts';
import { type IncomingAlert, titleOf } from '../domain/alert.ts';
import type { Matcher } from '../domain/silence.ts';
import type { TenantStore } from '../store/contract.ts';
import { nameableSystems } from '../systems/scope.ts';
import type { OperationsDeps } from './deps.ts';
import type { SilenceTrial } from './noise-contract.ts';

const dayMs = 86_400_000;
const pageRows = 2_000;
const alertsMax = 40_000;
const timeMaxMs = 5_000;
const samplesMax = 5;
const firingMax = 10_000;

type Trying = Pick<OperationsDeps, 'pool' | 'clock'>;

export async function trySilence(deps: Trying, store: TenantStore, matchers: readonly Matcher[]): Promise<SilenceTrial> {
  const isMatch = matchingOf(deps, matchers);
  const startMs = deps.clock.now();
  const firing = (await store.alerts.firing({ limit: firingMax })).filter(isMatch);
  const day = new Map<string, IncomingAlert>();
  let cursor: string | null = null;
  let seen = 0;
  do {
    const page: Awaited<ReturnType<typeof store.alertMemory.storedSince>> = await store.alertMemory.storedSince(
      startMs - dayMs,
      cursor,
      pageRows,
    );
    for (const alert of page.alerts) if (isMatch(alert)) day.set(`${alert.source} ${alert.fingerprint}`, alert);
    seen += page.alerts.length;
    cursor = page.cursor;
  } while (cursor !== null && seen < alertsMax && deps.clock.now() - startMs < timeMaxMs);
  const samples = [...firing, ...day.values()].map((alert) => titleOf(alert));
  return {
    matchers,
    firing: firing.length,
    lastDay: day.size,
    isCut: cursor !== null,
    samples: [...new Set(samples)].slice(0, samplesMax),
  };
}

/** Of the alerts that fire in open incidents. */
export async function countMatching(deps: Trying, store: TenantStore, matchers: readonly Matcher[]): Promise<number> {
  const firing = await store.alerts.firing({ limit: firingMax });
  return firing.filter(matchingOf(deps, matchers)).length;
}

function matchingOf(deps: Trying, matchers: readonly Matcher[]): (alert: IncomingAlert) => boolean {
  const isMatch = compileMatchers(matchers);
  const named = createNaming(nameableSystems(deps.pool));
  return ({ labels, annotations }) => isMatch({ labels, systems: () => named(Object.values(annotations).join('\n'), labels) });
}
