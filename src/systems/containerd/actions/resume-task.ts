/** A task that somebody has paused goes on where it was. */

import { z } from 'zod';
import type { ActionArguments } from '../../../domain/plan.ts';
import type { LocalText } from '../../../domain/text.ts';
import type { Action, LookContext } from '../../contract.ts';
import { LinuxFailure } from '../../linux/failure.ts';
import type { ContainerdClient } from '../client.ts';
import { containerdName } from '../entry.ts';

const schema = z.strictObject({ namespace: containerdName, container: containerdName });

const timeoutMs = 20_000;
const limitOf = (context: LookContext) => ({ timeoutMs, signal: context.signal });

export const resumeTask: Action<ContainerdClient> = {
  name: 'resume-task',
  risk: 'low',
  arguments: schema,
  timeoutMs: 30_000,
  verifyWithinMs: 15_000,
  summary: (given) => ({ 'zh-CN': `恢复被暂停的容器 ${nameOf(given)}`, en: `let the paused container ${nameOf(given)} go on` }),
  effect: () => ({ 'zh-CN': '冻结的进程从原处继续', en: 'its frozen processes go on where they were' }),
  verification: () => ({ 'zh-CN': '任务的状态是 RUNNING', en: 'its task is RUNNING' }),
  async precheck(client, given, context) {
    try {
      const status = await statusOf(client, given, context);
      if (status === 'RUNNING') return { state: 'already', note: { 'zh-CN': '任务没有被暂停', en: 'its task is not paused' } };
      if (status === 'PAUSED') return { state: 'ready', before: { status } };
      return { state: 'blocked', reason: stateText(given, status) };
    } catch (error) {
      if (!(error instanceof LinuxFailure)) throw error;
      return { state: 'blocked', reason: { 'zh-CN': `当前无法操作：${error.message}`, en: error.message } };
    }
  },
  isApplied: async (client, given, _before, context) => (await statusOf(client, given, context)) === 'RUNNING',
  async apply(client, given, _before, context) {
    await change(client, 'containerd-resume', given, context);
    return { 'zh-CN': `${nameOf(given)} 已恢复`, en: `${nameOf(given)} goes on` };
  },
  async verify(client, given, _before, context) {
    const status = await statusOf(client, given, context);
    return { isMet: status === 'RUNNING', note: stateText(given, status) };
  },
  undo: {
    summary: (given) => ({ 'zh-CN': `重新暂停 ${nameOf(given)}`, en: `pause ${nameOf(given)} again` }),
    async apply(client, given, _before, context) {
      if ((await statusOf(client, given, context)) === 'RUNNING') await change(client, 'containerd-pause', given, context);
      return { 'zh-CN': `${nameOf(given)} 已重新暂停`, en: `${nameOf(given)} is paused again` };
    },
    present: async (client, given, _before, context) => ({ status: await statusOf(client, given, context) }),
  },
};

/** Empty where there is no such container. */
async function statusOf(client: ContainerdClient, given: ActionArguments, context: LookContext): Promise<string> {
  const { namespace, container } = schema.parse(given);
  return (await client.ask('containerd-state', [namespace, container], context, limitOf(context))).trim();
}

async function change(
  client: ContainerdClient,
  name: 'containerd-resume' | 'containerd-pause',
  given: ActionArguments,
  context: LookContext,
): Promise<void> {
  const { namespace, container } = schema.parse(given);
  await client.ask(name, [namespace, container], context, limitOf(context));
}

function nameOf(given: ActionArguments): string {
  const { namespace, container } = schema.parse(given);
  return `${namespace}/${container}`;
}

function stateText(given: ActionArguments, status: string): LocalText {
  if (status === '') return { 'zh-CN': `没有容器 ${nameOf(given)}`, en: `there is no container ${nameOf(given)}` };
  return { 'zh-CN': `${nameOf(given)} 的任务状态：${status}`, en: `state of the task of ${nameOf(given)}: ${status}` };
}
