/** Ends one operation of a client. */

import { z } from 'zod';
import { sessionAction } from '../../session/actions/session-action.ts';
import type { SessionLimit } from '../../session/failure.ts';
import type { MongodbClient } from '../client.ts';
import { listAt, numberAt, textAt } from '../values.ts';

const given = z.strictObject({
  /** A number, or `shard:number` on a mongos. */
  operation: z.string().regex(/^(?:[\w-]{1,100}:)?-?\d{1,12}$/, 'expected the id of an operation'),
  namespace: z.string().min(1).max(255),
  /** Ids are given anew: one that has run for less time is another operation. */
  atLeastSeconds: z.number().int().min(0).max(10_000_000),
});
type Given = z.infer<typeof given>;

export const killOperation = sessionAction({
  name: 'kill-operation',
  risk: 'medium',
  arguments: given,
  verifyWithinMs: 30_000,
  summary: (each) => ({
    'zh-CN': `终止 ${each.namespace} 上的操作 ${each.operation}`,
    en: `kill operation ${each.operation} on ${each.namespace}`,
  }),
  effect: () => ({
    'zh-CN': '该操作报错 Interrupted 结束并释放锁与票据；多文档更新已写入的部分会保留（事务则整体回滚）',
    en: 'it ends with Interrupted and frees its locks and tickets; what an update of many documents has written stays, a transaction is rolled back',
  }),
  verification: () => ({ 'zh-CN': 'currentOp 中不再有它', en: 'currentOp does not have it any more' }),
  async precheck(client: MongodbClient, each, limit) {
    return (await isRunning(client, each, limit))
      ? { state: 'ready', before: {} }
      : { state: 'already', note: { 'zh-CN': '该操作已经结束', en: 'it has ended already' } };
  },
  isApplied: async (client, each, _before, limit) => !(await isRunning(client, each, limit)),
  async apply(client, each, _before, limit) {
    const operation = /^-?\d+$/.test(each.operation) ? Number(each.operation) : each.operation;
    await client.command('admin', { killOp: 1, op: operation }, limit);
    return { 'zh-CN': `已要求终止 ${each.operation}`, en: `asked ${each.operation} to stop` };
  },
  async verify(client, each, _before, limit) {
    const isMet = !(await isRunning(client, each, limit));
    return { isMet, note: isMet ? { 'zh-CN': '已结束', en: 'it has ended' } : { 'zh-CN': '仍在结束中', en: 'it is still ending' } };
  },
  undo: {
    impossible: {
      'zh-CN': '被终止的操作不能继续；需要时由应用重新发起',
      en: 'a killed operation cannot go on; the application must send it again',
    },
  },
});

async function isRunning(client: MongodbClient, { operation, namespace, atLeastSeconds }: Given, limit: SessionLimit): Promise<boolean> {
  const answer = await client.command('admin', { currentOp: 1, active: true, ns: namespace }, limit);
  return listAt(answer, 'inprog').some((each) => {
    const id = textAt(each, 'opid') || String(numberAt(each, 'opid') ?? '');
    return id === operation && textAt(each, 'ns') === namespace && (numberAt(each, 'secs_running') ?? 0) >= atLeastSeconds;
  });
}
