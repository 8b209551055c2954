/** What an alert costs on its way past silences, windows, rules and inhibition, without the store. */

import type { SavedRuleBook } from '../src/domain/rule-book.ts';
import { ruleBookSchema, usualRuleBook } from '../src/domain/rule-book.ts';
import type { Silence } from '../src/domain/silence.ts';
import { createJudge } from '../src/operations/noise/judge.ts';
import { createSystemPool } from '../src/systems/pool.ts';
import { systemClock } from '../tests/support/system-clock.ts';
import type { Measurement, Table } from './table.ts';

const alertsCount = 20_000;
const rounds = 5;
const nowMs = Date.UTC(2026, 10, 21, 10);
const times = { startsAt: new Date(nowMs - 60_000).toISOString(), endsAt: new Date(nowMs + 3_600_000).toISOString() };

export async function benchNoise(): Promise<readonly Table[]> {
  const usual: SavedRuleBook = { version: 0, book: usualRuleBook, comment: '', savedBy: '', savedAt: null };
  const full = { ...usual, book: fullBook() };
  return [
    {
      title: 'noise · an alert past the rules, one thread',
      rows: [
        measure('the usual rules, nothing silenced', usual, []),
        measure(
          '1,000 silences of one label value each',
          usual,
          silencesOf(1_000, (index) => `Load${index + 10_000}`, '='),
        ),
        measure(
          '100 silences by pattern',
          usual,
          silencesOf(100, (index) => `Load${index}x.*`, '=~'),
        ),
        measure(
          '20 rules, 20 windows, 10 inhibitions, 1,000 silences',
          full,
          silencesOf(1_000, (index) => `Load${index + 10_000}`, '='),
        ),
      ],
      notes: ['The statements of the store come on top, one for each group, and one more for flapping and for inhibition where they ask.'],
    },
  ];
}

function measure(name: string, saved: SavedRuleBook, silences: readonly Silence[]): Measurement {
  const pool = createSystemPool([], [], { resolveSecret: () => '', clock: systemClock });
  const judge = createJudge(pool, saved, silences, 0);
  const alerts = Array.from({ length: alertsCount }, (_alert, number) => alertOf(number));
  let kept = 0;
  const run = (): number => {
    const start = performance.now();
    for (const alert of alerts) {
      const subject = judge.subjectOf(alert);
      const shaped = judge.rules.shape(alert, subject, nowMs);
      kept += judge.reasonsFor({ ...subject, labels: shaped.alert.labels }, shaped.met, nowMs).length;
      kept += judge.inhibitions.sourcesOf(subject).length + judge.inhibitions.targetsOf(subject).length;
    }
    return alertsCount / ((performance.now() - start) / 1_000);
  };
  run();
  const values = Array.from({ length: rounds }, run);
  if (kept > alertsCount * (rounds + 1)) throw new Error('These rules are not to meet the alerts');
  return { name, unit: '/s', values, aim: saved.book.rules.length === 0 ? 20_000 : null };
}

function alertOf(number: number) {
  const labels = {
    alertname: `Load${number % 500}`,
    instance: `web-${number}:9100`,
    job: 'node',
    severity: 'warning',
    cluster: 'shop-prod',
  };
  const own = {
    source: 'prometheus',
    fingerprint: `f${number}`,
    groupKey: 'g',
    status: 'firing' as const,
    generatorUrl: null,
    endsAt: null,
  };
  return { ...own, labels, annotations: { summary: `CPU of web-${number} has been high` }, startsAt: times.startsAt };
}

function silencesOf(count: number, value: (index: number) => string, operator: '=' | '=~'): readonly Silence[] {
  const common = { ...times, comment: 'bench', createdBy: 'bench', createdAt: times.startsAt, incidentId: null, updatedAt: times.startsAt };
  return Array.from({ length: count }, (_silence, index) => ({
    ...common,
    id: `s${index}`,
    matchers: [{ name: 'alertname', operator, value: value(index) }],
  }));
}

function fullBook() {
  const each = <T>(count: number, make: (index: number) => T): readonly T[] => Array.from({ length: count }, (_item, index) => make(index));
  return ruleBookSchema.parse({
    rules: each(20, (index) => ({
      id: `r${index}`,
      name: 'Rule',
      when: `labels.cluster == "c${index}" && severity == "warning" && alertname.startsWith("Load")`,
      do: { owner: 'team' },
    })),
    windows: each(20, (index) => ({
      ...{ id: `w${index}`, name: 'Window', cron: '0 2 * * 0', durationMinutes: 60 },
      matchers: [`cluster="w${index}"`],
    })),
    inhibitions: each(10, (index) => ({
      ...{ id: `i${index}`, source: [`alertname="Down${index}"`], target: ['severity="warning"', `job="j${index}"`], equal: ['cluster'] },
    })),
  });
}
