/** Services ranked by their metrics: AC@1, AC@3, AC@5 and Avg@5 beside three baselines, on simulated incidents. */

import { rankServices, type ServiceTable } from '../../src/analysis/rca/rank-services.ts';
import { baselines } from './rca/baselines.ts';
import { simulateCase } from './rca/simulate.ts';
import type { ScoreTable } from './score-table.ts';

const cases = 200;

export function serviceTables(): readonly ScoreTable[] {
  const simulated = Array.from({ length: cases }, (_, seed) => simulateCase(seed + 1));
  const withoutCalls = (table: ServiceTable): ServiceTable => ({ ...table, calls: [] });
  const ours = (table: ServiceTable): readonly string[] => rankServices(table).services.map(({ service }) => service);
  const methods: Readonly<Record<string, (table: ServiceTable) => readonly string[]>> = {
    Zhiban: ours,
    'Zhiban, calls unknown': (table) => ours(withoutCalls(table)),
    ...baselines,
  };
  const rows = Object.entries(methods).map(([name, rank]) => {
    const before = process.cpuUsage();
    const places = simulated.map(({ table, root }) => rank(table).indexOf(root));
    const { user, system } = process.cpuUsage(before);
    const at = (count: number): number => places.filter((place) => place >= 0 && place < count).length / cases;
    return [name, cases, at(1), at(3), at(5), (at(1) + at(2) + at(3) + at(4) + at(5)) / 5, (user + system) / 1_000 / cases];
  });
  return [
    {
      title: 'Services ranked by metrics · SIMULATED incidents, for lack of recorded ones',
      columns: ['', 'cases', 'AC@1', 'AC@3', 'AC@5', 'Avg@5', 'CPU ms'],
      rows,
      notes: [
        'The generator is ours (bench/analysis/rca/simulate.ts), and so is its idea of how faults spread: no number here says how real incidents go.',
        'Put recorded ones (https://github.com/phamquiluan/RCAEval) through `zhiban analyze rca DIR`.',
      ],
    },
  ];
}
