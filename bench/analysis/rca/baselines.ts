/** Others' ways to rank services, written down from their papers: what the numbers of ours are worth beside them. */

import type { ServiceTable } from '../../../src/analysis/rca/rank-services.ts';

type Method = (table: ServiceTable) => readonly string[];

/** The most times above three standard deviations of the first half. */
const threshold: Method = (table) =>
  rankBy(table, (values) => {
    const before = values.slice(0, values.length >> 1);
    const mean = before.reduce((sum, value) => sum + value, 0) / before.length;
    const deviation = Math.sqrt(before.reduce((sum, value) => sum + (value - mean) ** 2, 0) / before.length) || 1e-9;
    return values.slice(values.length >> 1).filter((value) => Math.abs(value - mean) > 3 * deviation).length;
  });

/** BARO's scorer (Pham et al., FSE 2024): the largest distance from the median in units of the interquartile range. It is told that nothing goes wrong in the first 40 %. */
const baro: Method = (table) =>
  rankBy(table, (values) => {
    const before = [...values.slice(0, Math.floor(values.length * 0.4))].sort((one, other) => one - other);
    const at = (share: number): number => before[Math.floor(share * (before.length - 1))] ?? 0;
    const spread = at(0.75) - at(0.25) || 1e-9;
    return Math.max(...values.slice(Math.floor(values.length * 0.4)).map((value) => Math.abs(value - at(0.5)) / spread));
  });

/** A walk that goes from callers to those that they call and whose latency moves with the front's (MonitorRank, MicroRCA), with restarts. */
const walk: Method = ({ columns, calls }) => {
  const latency = new Map(columns.filter(({ metric }) => metric === 'latency').map(({ service, values }) => [service, values]));
  const services = [...latency.keys()];
  const front = latency.get(services[0] ?? '') ?? [];
  const likeness = new Map(services.map((service) => [service, Math.abs(correlation(latency.get(service) ?? [], front)) + 1e-3]));
  const total = [...likeness.values()].reduce((sum, each) => sum + each, 0);
  let rank = new Map(services.map((service) => [service, 1 / services.length]));
  for (let step = 0; step < 60; step += 1) {
    const next = new Map(services.map((service) => [service, (0.15 * (likeness.get(service) ?? 0)) / total]));
    for (const service of services) {
      const ways = [service, ...calls.filter(([from]) => from === service).map(([, to]) => to)];
      const sum = ways.reduce((all, way) => all + (likeness.get(way) ?? 0), 0) || 1;
      for (const way of ways) next.set(way, (next.get(way) ?? 0) + (0.85 * (rank.get(service) ?? 0) * (likeness.get(way) ?? 0)) / sum);
    }
    rank = next;
  }
  return [...rank].sort((one, other) => other[1] - one[1]).map(([service]) => service);
};

export const baselines: Readonly<Record<string, Method>> = {
  'three standard deviations': threshold,
  'random walk': walk,
  'BARO (scorer)': baro,
};

function rankBy({ columns }: ServiceTable, score: (values: readonly number[]) => number): readonly string[] {
  const best = new Map<string, number>();
  for (const { service, values } of columns) best.set(service, Math.max(best.get(service) ?? 0, score(values)));
  return [...best].sort((one, other) => other[1] - one[1]).map(([service]) => service);
}

function correlation(one: readonly number[], other: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const [a, b] = [mean(one), mean(other)];
  let [both, left, right] = [0, 0, 0];
  for (const [index, value] of one.entries()) {
    both += (value - a) * ((other[index] ?? b) - b);
    left += (value - a) ** 2;
    right += ((other[index] ?? b) - b) ** 2;
  }
  return left === 0 || right === 0 ? 0 : both / Math.sqrt(left * right);
}
