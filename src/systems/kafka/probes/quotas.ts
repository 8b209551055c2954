/** Quotas of clients and users: whom brokers make wait, and from which rate on. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { sessionProbe } from '../../session/probe.ts';
import { printRows } from '../../session/rows.ts';
import type { KafkaClient } from '../client.ts';
import { fewOf, tolerant } from './kafka-probe.ts';

interface Quota {
  /** `client-id svc-shop`, `user shop, client-id default`. */
  readonly whose: string;
  readonly setting: string;
  readonly value: number;
}

export const quotasProbe = sessionProbe({
  name: 'quotas',
  summary: { 'zh-CN': '配额：哪些客户端、用户被限速，限到多少', en: 'quotas: which clients and users are held to which rates' },
  parameters: z.strictObject({}),
  cost: 'moderate',
  hints: 'quota|throttl|slow|latency|producer|配额|限流|限速|慢|延迟',
  query: 'DescribeClientQuotas',
  async see(client: KafkaClient, _given, limit) {
    const answer = await tolerant(client.ask('any', (kafka) => kafka.describeClientQuotasV0.api, [[], false], limit));
    const quotas = (answer?.entries ?? []).flatMap(({ entity, values }) =>
      values.map(({ key, value }) => ({
        whose: entity.map(({ entityType, entityName }) => `${entityType} ${entityName ?? 'default'}`).join(', '),
        setting: key,
        value,
      })),
    );
    const facts: Facts = { ...quotaFacts(quotas), 'quotas.isVisible': answer !== null };
    return {
      headline: {
        'zh-CN':
          quotas.length === 0 ? '没有配额' : `${String(quotas.length)} 条配额，字节速率最低的：${String(facts['quotas.tightest.whose'])}`,
        en:
          quotas.length === 0
            ? 'no quotas'
            : `${String(quotas.length)} quotas; the lowest rate of bytes has ${String(facts['quotas.tightest.whose'])}`,
      },
      facts,
      text: printRows(quotas),
    };
  },
});

/** Pure. The tightest is that of bytes; a share of request time says nothing about how slow it makes a client. */
export function quotaFacts(quotas: readonly Quota[]): Facts {
  const [tightest] = quotas.filter(({ setting }) => setting.endsWith('_byte_rate')).toSorted((one, other) => one.value - other.value);
  return {
    'quotas.count': quotas.length,
    'quotas.names': fewOf([...new Set(quotas.map(({ whose }) => whose))]),
    'quotas.tightest.whose': tightest?.whose ?? '',
    'quotas.tightest.setting': tightest?.setting ?? '',
    'quotas.tightest.bytesPerSecond': tightest?.value ?? null,
  };
}
