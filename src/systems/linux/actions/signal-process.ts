/** TERM, KILL, HUP, STOP and CONT, each an action of its own: their risks and their undos differ. */

import { z } from 'zod';
import type { ActionArguments, Risk } from '../../../domain/plan.ts';
import type { LocalText } from '../../../domain/text.ts';
import type { Action, LookContext, Precheck, Undo } from '../../contract.ts';
import type { LinuxClient } from '../client.ts';
import {
  actionTimeoutMs,
  findProcess,
  limitOf,
  type ProcessIdentity,
  processArguments,
  processText,
  protectionOf,
  requireSuccess,
} from './process-identity.ts';

const schema = z.strictObject(processArguments);

type Signal = 'TERM' | 'KILL' | 'STOP' | 'CONT';

interface SignalAction {
  readonly name: string;
  readonly signal: Signal;
  readonly risk: Risk;
  readonly verb: LocalText;
  readonly effect: LocalText;
  readonly verification: LocalText;
  readonly undo: Undo<LinuxClient>;
}

export const pauseProcess = signalAction({
  name: 'pause-process',
  signal: 'STOP',
  risk: 'medium',
  verb: { 'zh-CN': '暂停', en: 'pause' },
  effect: {
    'zh-CN': '进程停止运行（SIGSTOP），内存与连接保留，占用的 CPU 立即释放',
    en: 'it stops running (SIGSTOP), keeps its memory and connections, and frees the processor at once',
  },
  verification: { 'zh-CN': '进程状态变为 T（已暂停）', en: 'its state is T (stopped)' },
  undo: undoBy('CONT', { 'zh-CN': '让它继续运行（SIGCONT）', en: 'let it run on (SIGCONT)' }),
});

export const resumeProcess = signalAction({
  name: 'resume-process',
  signal: 'CONT',
  risk: 'low',
  verb: { 'zh-CN': '恢复', en: 'resume' },
  effect: { 'zh-CN': '被暂停的进程继续运行（SIGCONT）', en: 'the stopped process runs on (SIGCONT)' },
  verification: { 'zh-CN': '进程不再处于暂停状态', en: 'it is no longer stopped' },
  undo: undoBy('STOP', { 'zh-CN': '重新暂停它（SIGSTOP）', en: 'stop it again (SIGSTOP)' }),
});

export const terminateProcess = signalAction({
  name: 'terminate-process',
  signal: 'TERM',
  risk: 'high',
  verb: { 'zh-CN': '终止', en: 'terminate' },
  effect: { 'zh-CN': '请求进程自行退出（SIGTERM），它可以先收尾', en: 'it is asked to end (SIGTERM) and may finish what it is at' },
  verification: { 'zh-CN': '进程已退出', en: 'it is gone' },
  undo: { impossible: { 'zh-CN': '进程退出后无法复原，只能重新启动', en: 'a process that has ended can only be started anew' } },
});

export const killProcess = signalAction({
  name: 'kill-process',
  signal: 'KILL',
  risk: 'critical',
  verb: { 'zh-CN': '强制结束', en: 'kill' },
  effect: {
    'zh-CN': '进程立即被结束（SIGKILL），来不及收尾，未落盘的数据会丢失',
    en: 'it ends at once (SIGKILL) without finishing anything; what it had not written is lost',
  },
  verification: { 'zh-CN': '进程已退出', en: 'it is gone' },
  undo: { impossible: { 'zh-CN': '进程被强制结束后无法复原，只能重新启动', en: 'a killed process can only be started anew' } },
});

function signalAction(given: SignalAction): Action<LinuxClient> {
  const identityOf = (args: ActionArguments): ProcessIdentity => schema.parse(args);
  return {
    name: given.name,
    risk: given.risk,
    arguments: schema,
    timeoutMs: actionTimeoutMs,
    verifyWithinMs: 15_000,
    summary: (args) => ({
      'zh-CN': `${given.verb['zh-CN']}进程 ${processText(identityOf(args))}`,
      en: `${given.verb.en} ${processText(identityOf(args))}`,
    }),
    effect: () => given.effect,
    verification: () => given.verification,
    precheck: (client, args, context) => precheck(client, identityOf(args), given.signal, context),
    isApplied: (client, args, _before, context) => isInState(client, identityOf(args), given.signal, context),
    async apply(client, args, _before, context) {
      await sendSignal(client, identityOf(args), given.signal, context);
      return { 'zh-CN': `已发送 SIG${given.signal}`, en: `sent SIG${given.signal}` };
    },
    async verify(client, args, _before, context) {
      const isMet = await isInState(client, identityOf(args), given.signal, context);
      const note = isMet ? given.verification : { 'zh-CN': '进程尚未到达预期状态', en: 'it is not in the expected state yet' };
      return { isMet, note };
    },
    undo: given.undo,
  };
}

async function precheck(client: LinuxClient, identity: ProcessIdentity, signal: Signal, context: LookContext): Promise<Precheck> {
  const process = await findProcess(client, identity, limitOf(context));
  const isEnding = signal === 'TERM' || signal === 'KILL';
  if (process === null) {
    const gone = { 'zh-CN': '该进程已不存在（或 PID 已属于另一进程）', en: 'the process is gone, or its pid has passed to another' };
    return isEnding ? { state: 'already', note: gone } : { state: 'blocked', reason: gone };
  }
  const protection = signal === 'CONT' ? null : protectionOf(client, process);
  if (protection !== null) return { state: 'blocked', reason: protection };
  const isStopped = process.state === 'T';
  if (signal === 'STOP' && isStopped) return { state: 'already', note: { 'zh-CN': '进程已经处于暂停状态', en: 'it is stopped already' } };
  if (signal === 'CONT' && !isStopped) return { state: 'already', note: { 'zh-CN': '进程没有被暂停', en: 'it is not stopped' } };
  return { state: 'ready', before: { ...identity, state: process.state, parent: process.parent } };
}

async function isInState(client: LinuxClient, identity: ProcessIdentity, signal: Signal, context: LookContext): Promise<boolean> {
  const process = await findProcess(client, identity, limitOf(context));
  if (signal === 'TERM' || signal === 'KILL') return process === null || process.state === 'Z' || process.state === 'X';
  if (process === null) return false;
  return signal === 'STOP' ? process.state === 'T' : process.state !== 'T';
}

async function sendSignal(client: LinuxClient, identity: ProcessIdentity, signal: Signal, context: LookContext): Promise<void> {
  const result = await client.exec.run('signal-process', [String(identity.pid), String(identity.startTicks), signal], limitOf(context));
  requireSuccess(`Cannot send SIG${signal} to ${processText(identity)}`, result);
}

function undoBy(signal: 'STOP' | 'CONT', words: LocalText): Undo<LinuxClient> {
  return {
    summary: () => words,
    async apply(client, args, _before, context) {
      const identity = schema.parse(args);
      const process = await findProcess(client, identity, limitOf(context));
      if (process === null) return { 'zh-CN': '进程已不存在，无需恢复', en: 'the process is gone: nothing to bring back' };
      await sendSignal(client, identity, signal, context);
      return { 'zh-CN': `已发送 SIG${signal}`, en: `sent SIG${signal}` };
    },
  };
}
