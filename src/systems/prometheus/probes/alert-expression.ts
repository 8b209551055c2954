/** Unfolds the rule behind an alert: each thing that it compares becomes a series, beside its limit and the week before. */

import { z } from 'zod';
import type { Facts, Series } from '../../../domain/evidence.ts';
import type { HttpLimit } from '../../http/exchange.ts';
import { ApiFailure } from '../../http-api/failure.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { PrometheusClient } from '../client.ts';
import { type ComparedPart, comparedParts, narrowed, operandsOf } from '../promql.ts';
import { median, queryBaseline, queryRange, type Range, rangeAround } from '../series.ts';
import { printSeries } from './query.ts';
import { type Rule, rulesAnswer } from './rules.ts';

export const alertExpressionProbe = apiProbe({
  name: 'alert-expression',
  summary: {
    'zh-CN': '把告警规则的表达式拆开，逐项给出曲线与阈值',
    en: 'an alert rule taken apart: a series for each side, with its limit',
  },
  parameters: z.strictObject({
    /** Empty: the alert that has been firing the longest. */
    alert: z.string().max(200).default(''),
    labels: z.record(z.string(), z.string().max(500)).default({}),
    minutesBefore: z.number().int().min(5).max(10_080).default(60),
    minutesAfter: z.number().int().min(0).max(1_440).default(15),
  }),
  timeoutMs: 25_000,
  cost: 'moderate',
  hints: 'alert|threshold|rule|why.*fir|告警|阈值|规则',
  query: 'GET /api/v1/rules /api/v1/query_range',
  async see(client: PrometheusClient, given, limit, context) {
    const { groups } = await client.api('rules', {}, rulesAnswer, limit);
    const rules = groups.flatMap((each) => each.rules).filter((each) => each.type === 'alerting');
    const rule = given.alert === '' ? firstFiring(rules) : rules.find((each) => each.name === given.alert);
    if (rule === undefined) return nothing(given.alert);
    const labels = labelsOf(rule, given.labels);
    const parts = comparedParts(rule.query);
    if (parts === null) throw new ApiFailure(`The expression of alert '${rule.name}' cannot be parsed`, { problem: 'reply', status: 200 });
    const range = rangeAround(context.aboutMs, context.clock.now(), given.minutesBefore, given.minutesAfter);
    const looked: LookedPart[] = [];
    for (const part of parts) looked.push(await lookAt(client, part, labels, range, limit));
    const facts = { ...alertFacts(rule, looked), 'alert.labels': JSON.stringify(labels).slice(0, 400) };
    return {
      headline: {
        'zh-CN': `规则 ${rule.name}：${looked.map((each) => describe(each, 'zh-CN')).join('；')}`,
        en: `rule ${rule.name}: ${looked.map((each) => describe(each, 'en')).join('; ')}`,
      },
      facts,
      query: rule.query,
      text: [
        `alert: ${rule.name}`,
        `expr: ${rule.query}`,
        ...looked.flatMap((each) => [
          `part: ${each.expression} ${each.part.operator ?? ''} ${String(each.part.limit ?? '')}`,
          ...each.series.map(printSeries),
        ]),
      ].join('\n'),
      series: looked.flatMap((each) => each.series).slice(0, 12),
    };
  },
});

interface LookedPart {
  readonly part: ComparedPart;
  readonly expression: string;
  readonly series: readonly Series[];
  readonly last: number | null;
  readonly baseline: number | null;
}

/** First narrowed to the alert's labels; where that finds nothing (a label made by the rule itself), as it is written. */
async function lookAt(
  client: PrometheusClient,
  part: ComparedPart,
  labels: Readonly<Record<string, string>>,
  range: Range,
  limit: HttpLimit,
): Promise<LookedPart> {
  let expression = narrowed(part.expression, labels);
  let found = await queryRange(client, expression, range, limit);
  if (found.length === 0 && expression !== part.expression) {
    expression = part.expression;
    found = await queryRange(client, expression, range, limit);
  }
  const before = found.length === 0 ? [] : await queryBaseline(client, expression, range, limit);
  const operands = await operandSeries(client, expression, range, limit);
  const series = [...found.slice(0, 2).map((each) => named(each, expression)), ...before.slice(0, 1), ...operands];
  return { part, expression, series, last: found[0]?.values.at(-1) ?? null, baseline: median(before[0]?.values ?? []) };
}

async function operandSeries(client: PrometheusClient, expression: string, range: Range, limit: HttpLimit): Promise<readonly Series[]> {
  const series: Series[] = [];
  for (const operand of operandsOf(expression)) {
    const [first] = await queryRange(client, operand, range, limit);
    if (first !== undefined) series.push(named(first, operand));
  }
  return series;
}

function firstFiring(rules: readonly Rule[]): Rule | undefined {
  const since = (rule: Rule): string => (rule.alerts ?? []).map((each) => each.activeAt ?? '').sort()[0] ?? '';
  const firing = rules.filter((each) => (each.alerts ?? []).some((item) => item.state === 'firing'));
  return firing.sort((one, other) => (since(one) < since(other) ? -1 : 1))[0];
}

/** What the rule itself adds is not on the series; without labels given, those of the first active alert. */
function labelsOf(rule: Rule, given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const labels = Object.keys(given).length > 0 ? given : ((rule.alerts ?? [])[0]?.labels ?? {});
  return Object.fromEntries(
    Object.entries(labels).filter(([name]) => name !== 'alertname' && rule.labels[name] === undefined && /^[a-zA-Z_]\w*$/.test(name)),
  );
}

function alertFacts(rule: Rule, looked: readonly LookedPart[]): Facts {
  const facts: Record<string, string | number | boolean | null> = {
    'reach.isOk': true,
    'alert.isFound': true,
    'alert.name': rule.name,
    'alert.expression': rule.query.slice(0, 400),
    'alert.state': rule.state ?? '',
    'alert.parts': looked.length,
  };
  looked.forEach((each, index) => {
    const prefix = `alert.part${String(index + 1)}`;
    facts[`${prefix}.expression`] = each.expression.slice(0, 300);
    facts[`${prefix}.operator`] = each.part.operator ?? '';
    facts[`${prefix}.limit`] = each.part.limit;
    facts[`${prefix}.value`] = each.last;
    facts[`${prefix}.weekBefore`] = each.baseline;
    facts[`${prefix}.isBreached`] = isBreached(each);
  });
  return facts;
}

function isBreached({ part, last }: LookedPart): boolean | null {
  if (part.limit === null || last === null || part.operator === null) return null;
  const { limit } = part;
  const results: Readonly<Record<string, boolean>> = {
    '>': last > limit,
    '>=': last >= limit,
    '<': last < limit,
    '<=': last <= limit,
    '==': last === limit,
    '!=': last !== limit,
  };
  return results[part.operator] ?? null;
}

function describe(each: LookedPart, locale: 'zh-CN' | 'en'): string {
  const value = each.last === null ? (locale === 'en' ? 'no data' : '无数据') : String(Number(each.last.toPrecision(4)));
  const limit =
    each.part.limit === null
      ? ''
      : locale === 'en'
        ? ` (limit ${each.part.operator ?? ''} ${String(each.part.limit)})`
        : `（阈值 ${each.part.operator ?? ''} ${String(each.part.limit)}）`;
  return `${each.part.expression.slice(0, 80)} = ${value}${limit}`;
}

function named(series: Series, expression: string): Series {
  return series.name === '{}' || series.name === '' ? { ...series, name: expression.slice(0, 120) } : series;
}

function nothing(name: string): { headline: { 'zh-CN': string; en: string }; facts: Facts; query: string; text: string } {
  return {
    headline:
      name === ''
        ? { 'zh-CN': '没有正在触发的告警规则', en: 'no alert is firing' }
        : { 'zh-CN': `没有名为 ${name} 的告警规则`, en: `there is no alert rule '${name}'` },
    facts: { 'reach.isOk': true, 'alert.isFound': false },
    query: 'GET /api/v1/rules',
    text: '',
  };
}
