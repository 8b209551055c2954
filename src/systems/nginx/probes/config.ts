/** The configuration on disk: does it pass, is it the one that runs, and the limits in it. */

import { z } from 'zod';
import type { LookContext } from '../../contract.ts';
import type { LinuxClient } from '../../linux/client.ts';
import { type Dump, findAll, parseDump, settingOf } from '../parse/config.ts';
import type { FilesDoubt, NginxFiles } from '../parse/settle-files.ts';
import { readNginxProcesses } from '../processes.ts';
import { newestOf } from './newest.ts';
import { hostProbe } from './nginx-probe.ts';

/** nginx' own default. */
const workerConnectionsDefault = 512;

export const configProbe = hostProbe({
  name: 'config',
  summary: {
    'zh-CN': '磁盘上的配置：能否通过检查、是否就是正在运行的那份、其中的上限',
    en: 'the configuration on disk: does it pass, is it the one that runs, and the limits in it',
  },
  parameters: z.strictObject({}),
  timeoutMs: 20_000,
  cost: 'moderate',
  hints: 'nginx|config|reload|deploy|5xx|50[0-9]|connection|配置|重载|发布|变更|连接',
  query: 'nginx -T; stat (its files)',
  facts: [
    'config.isValid',
    'config.error',
    'config.warnings',
    'config.warning',
    'config.workerConnections',
    'config.connectionsMax',
    'config.descriptorsWanted',
    'config.isShutdownBounded',
    'config.isResolverSet',
    'config.variableUpstreams',
    'config.upstreamServers',
    'config.readTimeout',
    'config.isNewerThanLoaded',
    'config.changedFile',
    'config.changedSecondsAgo',
  ],
  async see(host, files, _given, context) {
    const dump = await readDump(host, files, context);
    const configFiles = files.tested === null ? [] : [files.tested.configFile];
    const processes = await readNginxProcesses(host, files, context);
    const newest = await newestOf(host, dump.files.length > 0 ? dump.files : configFiles, context);
    const connections = Number(settingOf(dump.directives, 'worker_connections') ?? workerConnectionsDefault);
    const isKnown = dump.directives.length > 0;
    const facts = {
      'config.isValid': dump.isForbidden || !dump.isBinaryThere ? null : dump.isValid,
      'config.error': dump.error,
      'config.warnings': dump.warnings.length,
      'config.warning': dump.warnings[0] ?? '',
      'config.workerConnections': isKnown ? connections : null,
      'config.connectionsMax': isKnown && processes.workers.length > 0 ? connections * processes.workers.length : null,
      'config.descriptorsWanted': isKnown ? connections : null,
      'config.isShutdownBounded': isKnown ? settingOf(dump.directives, 'worker_shutdown_timeout') !== null : null,
      'config.isResolverSet': isKnown ? settingOf(dump.directives, 'resolver') !== null : null,
      'config.variableUpstreams': findAll(dump.directives, 'proxy_pass').filter(({ args }) => /\$/.test(hostPart(args[0] ?? ''))).length,
      'config.upstreamServers': findAll(dump.directives, 'upstream').reduce((sum, each) => sum + serversOf(each.block ?? []), 0),
      'config.readTimeout': settingOf(dump.directives, 'proxy_read_timeout') ?? '60s',
      // A second of the file, one of the process and one of the clock.
      'config.isNewerThanLoaded': newest === null || processes.loadedMs === null ? null : newest.changedMs > processes.loadedMs + 3_000,
      'config.changedFile': newest?.path ?? '',
      'config.changedSecondsAgo': newest === null ? null : newest.ageSeconds,
    };
    const isStale = facts['config.isNewerThanLoaded'] === true;
    return { headline: headlineOf(dump, files.doubt, isStale), facts, text: textOf(dump, facts) };
  },
});

export async function readDump(host: LinuxClient, { tested }: Pick<NginxFiles, 'tested'>, context: LookContext): Promise<Dump> {
  if (tested === null) return parseDump('@@missing');
  const args = [tested.binary, tested.configFile, ...(tested.prefix === null ? [] : [tested.prefix])];
  const { stdout } = await host.exec.run('nginx-dump', args, { timeoutMs: 10_000, signal: context.signal });
  return parseDump(stdout);
}

function hostPart(address: string): string {
  return address.replace(/^\w+:\/\//, '').split('/')[0] ?? '';
}

function serversOf(block: Dump['directives']): number {
  return block.filter(({ name, args }) => name === 'server' && !args.includes('down')).length;
}

const untested = {
  contained: {
    'zh-CN': 'nginx 运行在容器中，在主机上检查不了它的配置',
    en: 'nginx runs in a container: its configuration can not be tested from the host',
  },
  untrusted: {
    'zh-CN': '运行中的 nginx 的程序或配置可被其他账号修改，没有用它检查',
    en: 'other accounts could have written the program or the configuration of the nginx that runs: they are not tested',
  },
} as const;

function headlineOf(dump: Dump, doubt: FilesDoubt | null, isStale: boolean): { 'zh-CN': string; en: string } {
  if (!dump.isBinaryThere && (doubt === 'contained' || doubt === 'untrusted')) return untested[doubt];
  if (!dump.isBinaryThere) return { 'zh-CN': '主机上没有该 nginx 程序', en: 'the nginx binary is not there' };
  if (dump.isForbidden) return { 'zh-CN': '当前账号无权检查配置', en: 'this account may not test the configuration' };
  if (!dump.isValid)
    return { 'zh-CN': `配置检查不通过：${dump.error}`.slice(0, 300), en: `the configuration does not pass: ${dump.error}`.slice(0, 300) };
  return {
    'zh-CN': `配置检查通过，共 ${dump.files.length} 个文件${isStale ? '，比正在运行的新，尚未加载' : ''}`,
    en: `the configuration passes, ${dump.files.length} files${isStale ? ', newer than what runs: not loaded yet' : ''}`,
  };
}

/** The configuration itself may hold secrets: only what was read out of it is kept. */
function textOf(dump: Dump, facts: Readonly<Record<string, unknown>>): string {
  const upstreams = findAll(dump.directives, 'upstream').map(({ args, block }) => {
    const servers = (block ?? []).filter(({ name }) => name === 'server').map(({ args: words }) => words.join(' '));
    return `upstream ${args[0] ?? ''}: ${servers.join('; ')}`;
  });
  return [
    ...dump.warnings,
    ...(dump.error === '' ? [] : [dump.error]),
    ...dump.files,
    ...upstreams,
    ...Object.entries(facts).map(([name, value]) => `${name} = ${String(value)}`),
  ].join('\n');
}
