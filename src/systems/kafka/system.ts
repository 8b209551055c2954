/** Kafka: one entry is one cluster, in KRaft mode or with ZooKeeper. */

import { z } from 'zod';
import { secretRef } from '../../domain/secret.ts';
import type { SystemCheck, SystemKind } from '../contract.ts';
import { entryShape } from '../entry.ts';
import { SessionFailure } from '../session/failure.ts';
import { kafkaActions } from './actions.ts';
import { createKafkaClient, type KafkaClient } from './client.ts';
import { kafkaCommands } from './commands.ts';
import { listGroups } from './probes/read-groups.ts';
import { kafkaProbes } from './probes.ts';
import { kafkaSignatures } from './signatures.ts';

const kafkaEntry = z.strictObject({
  ...entryShape,
  kind: z.literal('kafka'),
  /** Some of the brokers, as clients have them in `bootstrap.servers`. */
  brokers: z
    .array(z.string().regex(/^(\[[\da-f:]+\]|[\w.-]+):\d{1,5}$/i, 'expected host:port'))
    .min(1)
    .max(20),
  sasl: z
    .strictObject({
      mechanism: z.enum(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']),
      username: z.string().min(1).max(255),
      password: secretRef,
    })
    .optional(),
  /** Encrypts when it is there, also when it is empty. */
  tls: z
    .strictObject({ caFile: z.string().min(1).optional(), servername: z.string().min(1).optional(), insecure: z.boolean().default(false) })
    .optional(),
});

export type KafkaEntry = z.infer<typeof kafkaEntry>;

export const kafkaKind: SystemKind<KafkaClient, KafkaEntry> = {
  kind: 'kafka',
  title: { 'zh-CN': 'Kafka', en: 'Kafka' },
  entry: kafkaEntry,
  connect: createKafkaClient,
  probes: kafkaProbes,
  signatures: kafkaSignatures,
  actions: kafkaActions,
  commands: kafkaCommands,
  async check(client, context) {
    const limit = { timeoutMs: 4_000, signal: context.signal };
    try {
      const cluster = await client.cluster(null, limit);
      const denied = cluster.topics.filter(({ errorCode }) => errorCode === 29).length;
      const groups = await listGroups(client, cluster, limit);
      return checksOf({ topics: cluster.topics.length, denied, groups: groups.length, canReadAcls: await canReadAcls(client, limit) });
    } catch (error) {
      if (!(error instanceof SessionFailure)) throw error;
      return [{ level: 'fail', text: { 'zh-CN': `无法使用：${error.message}`, en: error.message } }];
    }
  },
};

const securityDisabled = 54;
const any = 1 as const;
const anyRight = {
  resourceType: any,
  resourceName: null,
  resourcePatternType: any,
  principal: null,
  host: null,
  operation: any,
  permissionType: any,
};

/** Who may list everybody's rights has more than looks need; a cluster without an authorizer lets everyone do everything. */
async function canReadAcls(
  client: KafkaClient,
  limit: { timeoutMs: number; signal: AbortSignal },
): Promise<'yes' | 'no' | 'no-authorizer'> {
  try {
    const { errorCode } = await client.ask('any', (kafka) => kafka.describeAclsV2.api, [anyRight], limit);
    return errorCode === securityDisabled ? 'no-authorizer' : errorCode === 0 ? 'yes' : 'no';
  } catch (error) {
    if (!(error instanceof SessionFailure)) throw error;
    return 'no';
  }
}

export interface Rights {
  readonly topics: number;
  readonly denied: number;
  readonly groups: number;
  readonly canReadAcls: 'yes' | 'no' | 'no-authorizer';
}

/** Pure. */
export function checksOf({ topics, denied, groups, canReadAcls: acls }: Rights): readonly SystemCheck[] {
  const checks: SystemCheck[] = [];
  if (acls === 'no-authorizer')
    checks.push(
      warn(
        '集群没有启用授权（authorizer）：任何能连上的人都可以读写和删除，本账号也一样',
        'the cluster has no authorizer: whoever connects may read, write and delete, this account too',
      ),
    );
  if (acls === 'yes')
    checks.push(
      warn(
        '账号可以查看所有授权（Cluster Describe 或超级用户）：若不需要执行操作，按指南收窄',
        'the account may list everybody’s rights (Describe on the cluster, or a super user): narrow it as the guide says unless its plans need more',
      ),
    );
  if (denied > 0)
    checks.push(
      warn(`有 ${String(denied)} 个主题看不到：授予 Describe 权限`, `${String(denied)} topics cannot be seen: grant Describe on them`),
    );
  if (topics === 0) checks.push(warn('看不到任何主题：可能没有 Describe 权限', 'no topic can be seen; the account may lack Describe'));
  if (groups === 0)
    checks.push(
      warn('看不到任何消费组：可能没有 Group 的 Describe 权限', 'no consumer group can be seen; the account may lack Describe on groups'),
    );
  return checks.length === 0
    ? [
        {
          level: 'ok',
          text: {
            'zh-CN': `可以查看 ${String(topics)} 个主题、${String(groups)} 个消费组`,
            en: `${String(topics)} topics and ${String(groups)} consumer groups can be seen`,
          },
        },
      ]
    : checks;
}

function warn(chinese: string, english: string): SystemCheck {
  return { level: 'warn', text: { 'zh-CN': chinese, en: english } };
}
