/** Empties a file that has no name any more but is still held open, so that its space comes free while the process runs on. */

import { z } from 'zod';
import { bytesText } from '../../../domain/text.ts';
import type { Action, LookContext } from '../../contract.ts';
import type { LinuxClient } from '../client.ts';
import { actionTimeoutMs, findProcess, limitOf, processArguments, processText, requireSuccess } from './process-identity.ts';

const schema = z.strictObject({ ...processArguments, fd: z.number().int().min(0).max(1_048_576), path: z.string().min(1).max(1_024) });
const beforeSchema = z.object({ bytes: z.number(), device: z.string(), inode: z.string() });

type Given = z.infer<typeof schema>;

export const truncateDeleted: Action<LinuxClient> = {
  name: 'truncate-deleted-file',
  risk: 'critical',
  arguments: schema,
  timeoutMs: actionTimeoutMs,
  verifyWithinMs: 10_000,
  summary(given) {
    const args = schema.parse(given);
    return {
      'zh-CN': `清空 ${processText(args)} 仍打开的已删除文件 ${args.path}`,
      en: `empty the deleted file ${args.path} that ${processText(args)} still holds open`,
    };
  },
  effect: () => ({
    'zh-CN': '立即释放磁盘空间，进程不中断；文件内容永久丢失',
    en: 'the space comes free at once and the process runs on; what the file held is lost for good',
  }),
  verification: () => ({ 'zh-CN': '该描述符指向的文件不再占用原来的空间', en: 'the file behind the descriptor no longer takes its space' }),
  async precheck(client, given, context) {
    const args = schema.parse(given);
    const process = await findProcess(client, args, limitOf(context));
    if (process === null)
      return { state: 'already', note: { 'zh-CN': '进程已退出，空间已自动释放', en: 'the process has ended and with it the file' } };
    const file = await statDescriptor(client, args, context);
    if (file === null || file.path !== args.path)
      return {
        state: 'blocked',
        reason: { 'zh-CN': '该描述符已不再指向这个已删除的文件', en: 'the descriptor no longer stands for that deleted file' },
      };
    if (file.bytes === 0) return { state: 'already', note: { 'zh-CN': '文件已经是空的', en: 'the file is empty already' } };
    return {
      state: 'ready',
      before: { bytes: file.bytes, device: file.device, inode: file.inode },
      note: { 'zh-CN': `将释放约 ${bytesText(file.bytes)}`, en: `about ${bytesText(file.bytes)} will come free` },
    };
  },
  async isApplied(client, given, before, context) {
    return isEmptied(client, schema.parse(given), before, context);
  },
  async apply(client, given, _before, context) {
    const args = schema.parse(given);
    const result = await client.exec.run(
      'truncate-deleted',
      [String(args.pid), String(args.startTicks), String(args.fd)],
      limitOf(context),
    );
    requireSuccess(`Cannot empty descriptor ${args.fd} of ${processText(args)}`, result);
    return { 'zh-CN': '已清空', en: 'emptied' };
  },
  async verify(client, given, before, context) {
    const isMet = await isEmptied(client, schema.parse(given), before, context);
    return {
      isMet,
      note: isMet ? { 'zh-CN': '空间已释放', en: 'the space is free' } : { 'zh-CN': '文件仍占用空间', en: 'the file still takes space' },
    };
  },
  undo: { impossible: { 'zh-CN': '清空后内容无法找回', en: 'what has been emptied cannot be brought back' } },
};

async function statDescriptor(client: LinuxClient, args: Given, context: LookContext) {
  const descriptor = `/proc/${args.pid}/fd/${args.fd}`;
  const [open, stat] = await Promise.all([
    client.exec.run('open-files', [], limitOf(context)),
    client.exec.run('stat-descriptors', [descriptor], limitOf(context)),
  ]);
  const line = open.stdout.split('\n').find((each) => each.startsWith(`deleted ${args.pid} ${args.fd} `));
  const [, blocks, , device = '', inode = ''] = /^(\d+) (\d+) (\d+) (\d+) /m.exec(stat.stdout) ?? [];
  if (line === undefined || blocks === undefined) return null;
  return { path: line.replace(/^deleted \d+ \d+ /, '').replace(/ \(deleted\)$/, ''), bytes: Number(blocks) * 512, device, inode };
}

/** A writer may have gone on since: far less than before counts as emptied. */
async function isEmptied(client: LinuxClient, args: Given, before: unknown, context: LookContext): Promise<boolean> {
  const { bytes, device, inode } = beforeSchema.parse(before);
  const file = await statDescriptor(client, args, context);
  return file === null || file.device !== device || file.inode !== inode || file.bytes < bytes / 2;
}
