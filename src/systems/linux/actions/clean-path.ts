/**
 * Frees space below a declared directory without deleting anything: files are moved to a quarantine on another filesystem, or compressed
 * in place where there is none. The undo moves each one back exactly where and how it was.
 */

import { z } from 'zod';
import { bytesText } from '../../../domain/text.ts';
import type { Action, LookContext } from '../../contract.ts';
import type { LinuxClient } from '../client.ts';
import { argumentPatterns } from '../commands/argument.ts';
import { type CleanPlan, chooseMethod, fileSchema, freeBytesAt, listCandidates, resolveInside } from './clean-plan.ts';
import { limitOf, requireSuccess } from './process-identity.ts';

const schema = z.strictObject({
  /** A declared directory, or a file or directory below one. */
  path: z.string().regex(argumentPatterns.path),
  /** Only files that were last written before that. */
  minAgeMinutes: z.number().int().min(0).max(5_256_000).default(60),
  filesMax: z.number().int().min(1).max(200).default(50),
  /** Empty ones, too: they take no space, but an inode each. */
  withEmpty: z.boolean().default(false),
});

const beforeSchema = z.object({
  method: z.enum(['move', 'compress']),
  quarantine: z.string(),
  files: z.array(fileSchema),
  freeBytes: z.number(),
  root: z.string(),
});

const cleanTimeoutMs = 300_000;

export const cleanPath: Action<LinuxClient> = {
  name: 'clean-path',
  risk: 'medium',
  arguments: schema,
  timeoutMs: cleanTimeoutMs,
  verifyWithinMs: 20_000,
  summary(given) {
    const { path, minAgeMinutes, filesMax } = schema.parse(given);
    return {
      'zh-CN': `清理 ${path}：移走最多 ${filesMax} 个${minAgeMinutes > 0 ? `超过 ${minAgeMinutes} 分钟未写入的` : ''}文件`,
      en: `clean ${path}: move up to ${filesMax} files aside${minAgeMinutes > 0 ? ` that were not written for ${minAgeMinutes} min` : ''}`,
    };
  },
  effect: () => ({
    'zh-CN': '文件移到另一文件系统的隔离目录；没有可用的另一文件系统时就地压缩。不删除任何内容，正被打开的文件不动',
    en: 'files go to a quarantine on another filesystem, or are compressed in place where there is none; nothing is deleted, and files that are open stay',
  }),
  verification: () => ({ 'zh-CN': '文件都已移走，剩余空间增加', en: 'the files are away and there is more free space' }),
  async precheck(client, given, context) {
    const args = schema.parse(given);
    const inside = await resolveInside(client, args.path, limitOf(context));
    if (inside === null)
      return {
        state: 'blocked',
        reason: { 'zh-CN': `${args.path} 不在声明的 cleanPaths 之内`, en: `${args.path} is not inside a declared cleanPath` },
      };
    const files = await listCandidates(client, inside.path, args, limitOf(context));
    if (files.length === 0) return { state: 'already', note: { 'zh-CN': '没有符合条件的文件', en: 'there is no file to move' } };
    const plan = await chooseMethod(client, inside.path, files, limitOf(context));
    if (plan === null)
      return {
        state: 'blocked',
        reason: {
          'zh-CN': '没有地方可放，也没有空间压缩：请在配置里声明 quarantine',
          en: 'there is no room to keep them and none to compress: declare a quarantine',
        },
      };
    if (args.withEmpty && plan.method === 'compress')
      return {
        state: 'blocked',
        reason: {
          'zh-CN': '压缩不会释放 inode，而没有其他文件系统可放：请在配置里声明 quarantine',
          en: 'compressing frees no inodes, and there is no other filesystem to keep them on: declare a quarantine',
        },
      };
    return {
      state: 'ready',
      before: { ...plan, root: inside.path, freeBytes: await freeBytesAt(client, inside.path, limitOf(context)) },
      note: planNote(plan),
    };
  },
  async isApplied(client, _given, before, context) {
    const plan = beforeSchema.parse(before);
    return (await countLeft(client, plan, context)) === 0;
  },
  async apply(client, _given, before, context) {
    const plan = beforeSchema.parse(before);
    const limit = { timeoutMs: cleanTimeoutMs, signal: context.signal };
    const paths = plan.files.map(({ path }) => path);
    const result =
      plan.method === 'move'
        ? await client.exec.run('move-aside', [plan.quarantine, ...paths], limit)
        : await client.exec.run('compress', paths, limit);
    requireSuccess(`Cannot clean ${plan.root}`, result);
    const moved = [...result.stdout.matchAll(/^(moved|already) /gm)].length;
    return { 'zh-CN': `已移走 ${moved} 个文件`, en: `moved ${moved} files aside` };
  },
  async verify(client, _given, before, context) {
    const plan = beforeSchema.parse(before);
    const [left, free] = await Promise.all([countLeft(client, plan, context), freeBytesAt(client, plan.root, limitOf(context))]);
    const gained = free - plan.freeBytes;
    // Empty files take inodes and no space: that they are away is what was wanted.
    const isSpaceExpected = plan.files.some((file) => file.bytes > 0);
    return {
      isMet: left < plan.files.length && (gained > 0 || !isSpaceExpected),
      note: { 'zh-CN': `释放 ${bytesText(gained)}，未移走 ${left} 个`, en: `${bytesText(gained)} came free, ${left} files stayed` },
    };
  },
  undo: {
    summary: () => ({
      'zh-CN': '把隔离的文件逐个移回原处（权限、属主、修改时间不变）；原处已有同名新文件的不覆盖',
      en: 'every file goes back where it was, with its mode, owner and time; a new file of the same name is never overwritten',
    }),
    async apply(client, _given, before, context) {
      const plan = beforeSchema.parse(before);
      const limit = { timeoutMs: cleanTimeoutMs, signal: context.signal };
      const paths = plan.files.map(({ path }) => path);
      const result =
        plan.method === 'move'
          ? await client.exec.run('move-back', [plan.quarantine, ...paths], limit)
          : await client.exec.run('uncompress', paths, limit);
      if (result.exitCode !== 0) requireSuccess(`Cannot bring every file back to ${plan.root} (${notBack(result.stdout)})`, result);
      return { 'zh-CN': `${paths.length} 个文件已回到原处`, en: `${paths.length} files are back in their places` };
    },
  },
};

function planNote(plan: CleanPlan) {
  const size = bytesText(plan.files.reduce((sum, file) => sum + file.bytes, 0));
  return plan.method === 'move'
    ? {
        'zh-CN': `${plan.files.length} 个文件共 ${size}，移到 ${plan.quarantine}`,
        en: `${plan.files.length} files, ${size}, to ${plan.quarantine}`,
      }
    : { 'zh-CN': `${plan.files.length} 个文件共 ${size}，就地压缩`, en: `${plan.files.length} files, ${size}, compressed in place` };
}

/** Files that are still where they were. */
async function countLeft(client: LinuxClient, plan: z.infer<typeof beforeSchema>, context: LookContext): Promise<number> {
  const { stdout } = await client.exec.run(
    'stat-files',
    plan.files.map(({ path }) => path),
    limitOf(context),
  );
  return [...stdout.matchAll(/^\d+ \d+ \d+ \d+ \//gm)].length;
}

function notBack(text: string): string {
  return [...text.matchAll(/^(lost|taken|failed) (.*)$/gm)]
    .map(([, why, path]) => `${why}: ${path}`)
    .slice(0, 5)
    .join('; ');
}
