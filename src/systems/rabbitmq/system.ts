/** RabbitMQ: one entry is one cluster, seen through the management API of any of its nodes. */

import { z } from 'zod';
import { secretRef } from '../../domain/secret.ts';
import type { SystemCheck, SystemKind } from '../contract.ts';
import { entryShape } from '../entry.ts';
import { SessionFailure } from '../session/failure.ts';
import { rabbitmqActions } from './actions.ts';
import { createRabbitmqClient, type RabbitmqClient } from './client.ts';
import { rabbitmqCommands } from './commands.ts';
import { rabbitmqProbes } from './probes.ts';
import { rabbitmqSignatures } from './signatures.ts';

const hasNoLogin = (url: string): boolean => URL.canParse(url) && new URL(url).password === '' && new URL(url).username === '';
const loginElsewhere = { error: 'expected an address without login: use username and password: { env: NAME }' };
const httpAddress = z.url({ protocol: /^https?$/, error: 'expected http://host:port' }).refine(hasNoLogin, loginElsewhere);

const rabbitmqEntry = z.strictObject({
  ...entryShape,
  kind: z.literal('rabbitmq'),
  /** Where applications connect; without login, virtual host and options. */
  url: z
    .url({ protocol: /^amqps?$/, error: 'expected amqp://host:port' })
    .refine(hasNoLogin, loginElsewhere)
    .refine((url) => URL.canParse(url) && /^\/?$/.test(new URL(url).pathname) && new URL(url).search === '', {
      error: 'expected an address without virtual host and options: all virtual hosts are looked at',
    }),
  /** The management plugin, by default at port 15672. */
  managementUrl: httpAddress,
  /** The Prometheus plugin, by default at port 15692: counts that are not seconds old. */
  metricsUrl: httpAddress.optional(),
  username: z.string().min(1).max(255),
  password: secretRef,
  tls: z
    .strictObject({ caFile: z.string().min(1).optional(), servername: z.string().min(1).optional(), insecure: z.boolean().default(false) })
    .optional(),
});

export type RabbitmqEntry = z.infer<typeof rabbitmqEntry>;

export const rabbitmqKind: SystemKind<RabbitmqClient, RabbitmqEntry> = {
  kind: 'rabbitmq',
  title: { 'zh-CN': 'RabbitMQ', en: 'RabbitMQ' },
  entry: rabbitmqEntry,
  connect: createRabbitmqClient,
  probes: rabbitmqProbes,
  signatures: rabbitmqSignatures,
  actions: rabbitmqActions,
  commands: rabbitmqCommands,
  async check(client, context) {
    const limit = { timeoutMs: 4_000, signal: context.signal };
    try {
      const { tags } = await client.get('whoami', z.object({ tags: z.union([z.string(), z.array(z.string())]) }), limit);
      const vhosts = await client.get('vhosts?columns=name', z.array(z.object({ name: z.string() })), limit);
      const hidden: string[] = [];
      for (const { name } of vhosts.slice(0, vhostsMax)) if (!(await canSee(client, name, limit))) hidden.push(name);
      const hasMetrics = (await client.metrics('/metrics', limit)) !== null;
      return checksOf({
        tags: typeof tags === 'string' ? tags.split(',') : tags,
        hidden,
        hasMetrics,
        actionsEnabled: context.entry.actionsEnabled,
      });
    } catch (error) {
      if (!(error instanceof SessionFailure)) throw error;
      return [{ level: 'fail', text: { 'zh-CN': `无法使用：${error.message}`, en: error.message } }];
    }
  },
};

const vhostsMax = 20;

async function canSee(client: RabbitmqClient, vhost: string, limit: { timeoutMs: number; signal: AbortSignal }): Promise<boolean> {
  try {
    await client.get(`queues/${encodeURIComponent(vhost)}?page=1&page_size=1`, z.unknown(), limit);
    return true;
  } catch (error) {
    if (error instanceof SessionFailure && error.problem !== 'no-permission' && error.problem !== 'auth') throw error;
    return false;
  }
}

export interface Rights {
  readonly tags: readonly string[];
  /** Virtual hosts whose queues the user may not see. */
  readonly hidden: readonly string[];
  readonly hasMetrics: boolean;
  readonly actionsEnabled: boolean;
}

/** Pure: what the user is allowed in, what should be changed out. */
export function checksOf({ tags, hidden, hasMetrics, actionsEnabled }: Rights): readonly SystemCheck[] {
  const has = (tag: string): boolean => tags.includes(tag);
  const checks: SystemCheck[] = [];
  if (has('administrator') && !actionsEnabled)
    checks.push(
      warn(
        '账号是 administrator，而该系统只读：换成 monitoring 标签',
        'this user can administrate though the entry is read-only: narrow it to the tag monitoring',
      ),
    );
  if (has('administrator') && actionsEnabled)
    checks.push(
      warn(
        '账号是 administrator，可以删除一切：不需要断开连接、改虚拟主机限额时，用 monitoring,policymaker 即可',
        'this user can administrate: narrow it to monitoring,policymaker unless plans shall close connections or set limits of virtual hosts',
      ),
    );
  if (!has('administrator') && !has('monitoring'))
    checks.push(
      warn(
        '账号没有 monitoring 标签，看不到节点和其他账号的连接',
        'this user lacks the tag monitoring; nodes and the connections of others stay a blind spot',
      ),
    );
  if (hidden.length > 0)
    checks.push(
      warn(
        `账号看不到虚拟主机 ${hidden.slice(0, 5).join('、')} 的队列：按指南授予空权限`,
        `this user sees no queues of the virtual hosts ${hidden.slice(0, 5).join(', ')}: give it empty permissions as the guide says`,
      ),
    );
  if (!hasMetrics)
    checks.push(
      warn(
        '没有可用的 metricsUrl：计数有数秒延迟，丢弃和过期的原因看不到',
        'no metricsUrl that answers: counts are seconds old, and why messages were dropped stays a blind spot',
      ),
    );
  return checks.length === 0
    ? [
        {
          level: 'ok',
          text: { 'zh-CN': '可以查看全部虚拟主机，没有多余权限', en: 'every virtual host can be seen, without rights beyond that' },
        },
      ]
    : checks;
}

function warn(chinese: string, english: string): SystemCheck {
  return { level: 'warn', text: { 'zh-CN': chinese, en: english } };
}
