/** JetStream of this server and of its account: memory and storage against their limits. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { SessionFailure, type SessionLimit } from '../../session/failure.ts';
import { sessionProbe } from '../../session/probe.ts';
import { ratioOf } from '../../session/rows.ts';
import { type Jsz, jszForm } from '../answers.ts';
import type { NatsClient } from '../client.ts';

const limits = z.looseObject({
  max_memory: z.number().default(-1),
  max_storage: z.number().default(-1),
  max_streams: z.number().default(-1),
  max_consumers: z.number().default(-1),
});
const accountForm = z.looseObject({
  memory: z.number().default(0),
  storage: z.number().default(0),
  streams: z.number().default(0),
  consumers: z.number().default(0),
  limits: limits.optional(),
});

type Account = z.infer<typeof accountForm>;

export const jetstreamProbe = sessionProbe({
  name: 'jetstream',
  summary: {
    'zh-CN': 'JetStream：服务器与账户的内存、存储、流与消费者用量和上限',
    en: 'JetStream: memory, storage, streams and consumers of the server and of the account against their limits',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'jetstream|storage|disk|memory|insufficient|resource|account|limit|存储|磁盘|内存|账户|限额|资源不足',
  query: 'GET /jsz; $JS.API.INFO',
  async see(client: NatsClient, _given, limit) {
    const jsz = await client.page('/jsz', jszForm, limit);
    const account = jsz.disabled ? null : await readAccount(client, limit);
    const facts = { ...serverFacts(jsz), ...accountFacts(account) };
    return {
      headline: jsz.disabled
        ? { 'zh-CN': '该服务器没有启用 JetStream', en: 'JetStream is not on at this server' }
        : {
            'zh-CN': `${String(jsz.streams)} 个流、${String(jsz.consumers)} 个消费者；存储 ${String(jsz.storage)}/${String(facts['jetstream.storageMax'])}，内存 ${String(jsz.memory)}/${String(facts['jetstream.memoryMax'])} 字节`,
            en: `${String(jsz.streams)} streams, ${String(jsz.consumers)} consumers; storage ${String(jsz.storage)} of ${String(facts['jetstream.storageMax'])}, memory ${String(jsz.memory)} of ${String(facts['jetstream.memoryMax'])} bytes`,
          },
      facts,
      text: Object.entries(facts)
        .map(([name, value]) => `${name}=${String(value)}`)
        .join('\n'),
    };
  },
});

function serverFacts(jsz: Jsz): Facts {
  const [memoryMax, storageMax] = [jsz.config?.max_memory ?? 0, jsz.config?.max_storage ?? 0];
  return {
    'jetstream.isOn': !jsz.disabled,
    'jetstream.streams': jsz.streams,
    'jetstream.consumers': jsz.consumers,
    'jetstream.storage': jsz.storage,
    'jetstream.storageMax': storageMax,
    'jetstream.storageRatio': ratioOf(jsz.storage, storageMax),
    'jetstream.storageReservedRatio': ratioOf(safe(jsz.reserved_storage), storageMax),
    'jetstream.memory': jsz.memory,
    'jetstream.memoryMax': memoryMax,
    'jetstream.memoryRatio': ratioOf(jsz.memory, memoryMax),
    'jetstream.memoryReservedRatio': ratioOf(safe(jsz.reserved_memory), memoryMax),
    'jetstream.storeDirectory': jsz.config?.store_dir ?? '',
  };
}

/** “Unlimited” is written as the largest number there is. */
function safe(bytes: number): number {
  return bytes > Number.MAX_SAFE_INTEGER ? 0 : bytes;
}

/** Null where the login may not ask, has no JetStream, or there is none that answers: then only the server's own numbers are known. */
async function readAccount(client: NatsClient, limit: SessionLimit): Promise<Account | null> {
  try {
    return await client.api('INFO', null, accountForm, { ...limit, timeoutMs: Math.min(2_000, limit.timeoutMs) });
  } catch (error) {
    if (error instanceof SessionFailure && error.problem !== 'stopped') return null;
    throw error;
  }
}

/** Pure. The kind of limit that is nearest to being used up. */
export function accountFacts(account: Account | null): Facts {
  const used = [
    ['storage', account?.storage ?? 0, account?.limits?.max_storage ?? -1],
    ['memory', account?.memory ?? 0, account?.limits?.max_memory ?? -1],
    ['streams', account?.streams ?? 0, account?.limits?.max_streams ?? -1],
    ['consumers', account?.consumers ?? 0, account?.limits?.max_consumers ?? -1],
  ] as const;
  const limited = used.filter(([, , max]) => max > 0);
  const [tightest] = limited.toSorted(([, one, oneMax], [, other, otherMax]) => other / otherMax - one / oneMax);
  return {
    'account.isKnown': account !== null,
    'account.tightest': tightest?.[0] ?? '',
    'account.used': tightest?.[1] ?? 0,
    'account.max': tightest?.[2] ?? 0,
    'account.ratio': tightest === undefined ? 0 : ratioOf(tightest[1], tightest[2]),
  };
}
