/** Rules: which alerts fire, and which rules cannot be evaluated. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { PrometheusClient } from '../client.ts';

const alert = z.looseObject({
  labels: z.record(z.string(), z.string()).default({}),
  state: z.string().default(''),
  activeAt: z.string().optional(),
  value: z.string().optional(),
});
const rule = z.looseObject({
  name: z.string().default(''),
  query: z.string().default(''),
  type: z.string().default(''),
  state: z.string().optional(),
  health: z.string().default(''),
  lastError: z.string().default(''),
  labels: z.record(z.string(), z.string()).default({}),
  alerts: z.array(alert).nullish(),
});
const group = z.looseObject({
  name: z.string().default(''),
  interval: z.number().default(60),
  evaluationTime: z.number().default(0),
  rules: z.array(rule).default([]),
});

export const rulesAnswer = z.looseObject({ groups: z.array(group).default([]) });

export type RuleGroup = z.infer<typeof group>;
export type Rule = z.infer<typeof rule>;

export const rulesProbe = apiProbe({
  name: 'rules',
  summary: { 'zh-CN': '正在告警的规则与评估失败的规则', en: 'firing alerts, and rules that cannot be evaluated' },
  parameters: z.strictObject({}),
  timeoutMs: 10_000,
  cost: 'cheap',
  hints: 'rule|alert|firing|规则|告警',
  query: 'GET /api/v1/rules',
  async see(client: PrometheusClient, _given, limit) {
    const { groups } = await client.api('rules', {}, rulesAnswer, limit);
    const facts = ruleFacts(groups);
    const firing = String(facts['rules.firing']);
    return {
      headline: {
        'zh-CN': `${String(facts['rules.total'])} 条规则，告警中 ${firing}，评估失败 ${String(facts['rules.unhealthy'])}`,
        en: `${String(facts['rules.total'])} rules, ${firing} alerts firing, ${String(facts['rules.unhealthy'])} rules failing`,
      },
      facts,
      query: 'GET /api/v1/rules',
      text: groups
        .flatMap((each) => each.rules.filter(isTelling).map(printRule))
        .slice(0, 60)
        .join('\n'),
    };
  },
});

/** Pure: the groups in, facts out. */
export function ruleFacts(groups: readonly RuleGroup[]): Facts {
  const rules = groups.flatMap((each) => each.rules);
  const alerts = rules.flatMap((each) => (each.alerts ?? []).map((item) => ({ name: each.name, ...item })));
  const firing = alerts.filter((each) => each.state === 'firing');
  const broken = rules.filter((each) => each.health === 'err');
  const slow = groups.filter((each) => each.interval > 0 && each.evaluationTime > each.interval * 0.8);
  return {
    'reach.isOk': true,
    'rules.total': rules.length,
    'rules.firing': firing.length,
    'rules.pending': alerts.filter((each) => each.state === 'pending').length,
    'rules.firingNames': [...new Set(firing.map((each) => each.name))].slice(0, 15).join(', '),
    'rules.unhealthy': broken.length,
    'rules.unhealthyName': broken[0]?.name ?? '',
    'rules.unhealthyError': (broken[0]?.lastError ?? '').slice(0, 300),
    'rules.slowGroups': slow.length,
    'rules.slowGroup': slow[0]?.name ?? '',
    'rules.slowGroupSeconds': slow[0]?.evaluationTime ?? 0,
  };
}

function isTelling(each: Rule): boolean {
  return each.health === 'err' || (each.alerts ?? []).length > 0;
}

function printRule(each: Rule): string {
  const active = (each.alerts ?? [])
    .slice(0, 5)
    .map((item) => `  ${item.state} ${JSON.stringify(item.labels)} = ${item.value ?? ''} since ${item.activeAt ?? ''}`);
  return [`${each.name} [${each.health}] ${each.query} ${each.lastError}`.trim(), ...active].join('\n');
}
