/** Policies of users and of operators: what they set, and which of them cover the same names. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { sessionProbe } from '../../session/probe.ts';
import { printRows } from '../../session/rows.ts';
import type { RabbitmqClient } from '../client.ts';
import { tolerant } from './rabbit-probe.ts';

export const policyForm = z.object({
  vhost: z.string(),
  name: z.string(),
  pattern: z.string(),
  'apply-to': z.string(),
  priority: z.number(),
  definition: z.record(z.string(), z.unknown()).catch({}),
});

export type Policy = z.infer<typeof policyForm>;

export const policiesProbe = sessionProbe({
  name: 'policies',
  summary: { 'zh-CN': '策略：各自的设置、优先级是否冲突', en: 'policies: what they set, and which of equal priority compete' },
  parameters: z.strictObject({}),
  cost: 'moderate',
  hints: 'polic|max-length|ttl|ha-mode|mirror|limit|策略|镜像|上限|优先级',
  query: 'GET /api/policies, /api/operator-policies',
  async see(client: RabbitmqClient, _given, limit) {
    const policies = await client.get('policies', z.array(policyForm), limit);
    const ofOperators = (await tolerant(client.get('operator-policies', z.array(policyForm), limit))) ?? [];
    const facts = policyFacts(policies, ofOperators);
    return {
      headline: {
        'zh-CN': `策略 ${String(policies.length)} 条，运维策略 ${String(ofOperators.length)} 条`,
        en: `${String(policies.length)} policies, ${String(ofOperators.length)} of operators`,
      },
      facts,
      text: printRows([...policies, ...ofOperators].map((policy) => ({ ...policy, definition: JSON.stringify(policy.definition) }))),
    };
  },
});

/** Pure. Of two policies of one priority that match the same name, which one applies is not defined. */
export function policyFacts(policies: readonly Policy[], ofOperators: readonly Policy[]): Facts {
  const rivals = policies.flatMap((one, index) =>
    policies.slice(index + 1).flatMap((other) => (areRivals(one, other) ? [`${one.name} / ${other.name}`] : [])),
  );
  const mirrored = policies.filter(({ definition }) => definition['ha-mode'] !== undefined);
  return {
    'policies.count': policies.length,
    'policies.ofOperators': ofOperators.length,
    'policies.rivals': rivals.length,
    'policies.rivalNames': rivals.slice(0, 3).join(', '),
    'policies.mirroring': mirrored.length,
    'policies.mirroringNames': mirrored
      .slice(0, 5)
      .map(({ name }) => name)
      .join(', '),
  };
}

/** Only patterns that are the same are certain to match the same names. */
function areRivals(one: Policy, other: Policy): boolean {
  const isSame = one.vhost === other.vhost && one.priority === other.priority && one.pattern === other.pattern;
  return isSame && (one['apply-to'] === other['apply-to'] || one['apply-to'] === 'all' || other['apply-to'] === 'all');
}
