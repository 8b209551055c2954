/**
 * Made-up incidents of services, for lack of recorded ones: a random tree of calls with some cross calls, five metrics each, with noise, a daily
 * wave and a fault of one service that spreads to its callers. It measures whether methods can be told apart, and no more: real services
 * are messier. The seed is in the name of the case.
 */

import type { ServiceColumn, ServiceTable } from '../../../src/analysis/rca/rank-services.ts';

export interface SimulatedCase {
  readonly name: string;
  readonly root: string;
  readonly metric: string;
  readonly table: ServiceTable;
}

const metrics = ['cpu', 'mem', 'latency', 'error', 'load'] as const;
const faults = ['cpu', 'mem', 'delay', 'loss', 'crash'] as const;
const rows = 240;
const stepMs = 5_000;

export function simulateCase(seed: number): SimulatedCase {
  const random = createRandom(seed);
  const count = 8 + Math.floor(random() * 20);
  const services = Array.from({ length: count }, (_, index) => `service${index}`);
  const calls: [string, string][] = [];
  for (let index = 1; index < count; index += 1) {
    calls.push([services[Math.floor(random() * index)] ?? '', services[index] ?? '']);
    if (random() < 0.25 && index > 2) calls.push([services[Math.floor(random() * index)] ?? '', services[index] ?? '']);
  }
  const rootAt = 1 + Math.floor(random() * (count - 1));
  const fault = faults[Math.floor(random() * faults.length)] ?? 'cpu';
  const begin = Math.floor(rows * (0.4 + random() * 0.3));
  const size = 0.6 + random() * 2;
  const depth = stepsUp(services[rootAt] ?? '', calls);
  const columns = services.flatMap((service) => {
    const steps = depth.get(service);
    const isRoot = steps === 0;
    const felt = steps === undefined ? 0 : size * 0.75 ** steps * (isRoot ? 1 : 0.5 + random() * 0.8);
    const delay = (steps ?? 0) * Math.floor(random() * 3);
    const isLocal = (metric: string): boolean =>
      isRoot && (fault === metric || (fault === 'crash' && (metric === 'cpu' || metric === 'mem')));
    return metrics.map((metric): ServiceColumn => {
      const level = 10 ** (random() * 3);
      const noise = 0.02 + random() * 0.12;
      const wave = random() * 0.2;
      // Something unrelated moves now and then: a cache that is warmed, a job that runs.
      const odd = !isRoot && random() < 0.04 ? (random() - 0.3) * 1.5 : 0;
      const oddAt = Math.floor(random() * rows);
      const values = Array.from({ length: rows }, (_, row) => {
        const usual = level * (1 + wave * Math.sin((row / rows) * 6.28 + level)) * (1 + noise * normal(random));
        const on = row >= begin + delay ? 1 : 0;
        const spread = metric === 'latency' || metric === 'error' ? felt : metric === 'load' ? -0.3 * felt : 0.15 * felt;
        const local = isLocal(metric) ? size * 1.5 * Math.min(1, (row - begin + 1) / 10) : 0;
        const direct = isRoot && ((fault === 'delay' && metric === 'latency') || (fault === 'loss' && metric === 'error')) ? size : 0;
        return Math.max(0, usual + level * on * (spread + local + direct) + (row >= oddAt ? level * odd : 0));
      });
      return { service, metric, values };
    });
  });
  const metric = fault === 'delay' ? 'latency' : fault === 'loss' ? 'error' : fault === 'crash' ? 'cpu' : fault;
  return {
    ...{ name: `seed-${seed}`, root: services[rootAt] ?? '', metric },
    table: { times: Array.from({ length: rows }, (_, row) => row * stepMs), columns, calls },
  };
}

function stepsUp(root: string, calls: readonly (readonly [string, string])[]): ReadonlyMap<string, number> {
  const steps = new Map([[root, 0]]);
  for (let front = [root], distance = 1; front.length > 0; distance += 1) {
    front = [...new Set(calls.filter(([, to]) => front.includes(to)).map(([from]) => from))].filter((each) => !steps.has(each));
    for (const each of front) steps.set(each, distance);
  }
  return steps;
}

/** mulberry32: small, and the same on every machine. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(Math.max(1e-12, random()))) * Math.cos(6.283185307 * random());
}
