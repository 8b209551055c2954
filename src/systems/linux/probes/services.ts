/** The declared services: is the process there, is the port its own, does it take connections in, was it restarted. */

import { z } from 'zod';
import type { LinuxClient } from '../client.ts';
import type { ExecLimit } from '../exec.ts';
import { tableText } from '../format.ts';
import { linuxProbe } from '../linux-probe.ts';
import type { ProcessSample, ProcessStat } from '../parse/process.ts';
import { parseUnits, type UnitState } from '../parse/units.ts';
import type { FileContents } from '../read-files.ts';
import { nobody, type Portrait, portraitOf, readProcesses, readProcessFiles } from '../sample.ts';
import { type DeclaredService, expectationOf } from '../settings.ts';
import { isRestarting, wantsAnother } from './service-course.ts';
import { type Listener, readSockets } from './socket-table.ts';

/** Processes whose command lines are read to find the declared ones. */
const commandsMax = 3_000;

export interface ServiceState {
  readonly service: DeclaredService;
  readonly portrait: Portrait;
  readonly state: string;
  readonly listener: Listener | undefined;
  readonly owner: Portrait;
  readonly unit: UnitState | undefined;
  /** Why it counts as down; empty when it is up. */
  readonly trouble: '' | 'process' | 'port' | 'squatter' | 'stopped';
}

export const servicesProbe = linuxProbe({
  name: 'services',
  summary: {
    'zh-CN': '声明的服务：进程、端口归属、是否暂停、重启次数；systemd 失败单元',
    en: 'declared services: process, who owns the port, stopped or not, restarts; failed systemd units',
  },
  parameters: z.strictObject({ windowMs: z.number().int().min(200).max(10_000).default(1_000) }),
  timeoutMs: 20_000,
  cost: 'cheap',
  hints: 'service|down|restart|crash|port|refused|unit|systemd|服务|宕|挂了|重启|端口|起不来',
  query: 'cat /proc/[0-9]*/cmdline /proc/net/tcp; systemctl list-units --state=failed',
  facts: [
    'services.declared',
    'services.downCount',
    'services.down.name',
    'services.down.reason',
    'services.down.port',
    'services.down.canRestart',
    'services.stopped.name',
    'services.stopped.pid',
    'services.stopped.startTicks',
    'services.stopped.command',
    'services.stopped.count',
    'services.squatter.pid',
    'services.squatter.name',
    'services.squatter.command',
    'services.squatter.startTicks',
    'services.squatter.port',
    'services.squatter.service',
    'services.squatter.count',
    'services.youngest.name',
    'services.youngest.ageSeconds',
    'services.restarting.name',
    'services.restarting.restarts',
    'services.restarting.count',
    'services.restarting.canRestart',
    'services.failedUnits',
    'services.failedUnit',
    'services.isSystemd',
  ],
  async see(client, given, context, limit) {
    const declared = client.settings.services;
    const failed = await readFailedUnits(client, limit);
    const looks = [await readServices(client, limit)];
    while (declared.length > 0 && wantsAnother(looks)) {
      await context.clock.sleep(given.windowMs, context.signal);
      looks.push(await readServices(client, limit));
    }
    const states = looks.at(-1) ?? [];
    const facts = {
      ...factsOf(states, looks.slice(0, -1)),
      'services.failedUnits': failed.units.length,
      'services.failedUnit': failed.units[0] ?? '',
      'services.isSystemd': failed.isSystemd,
    };
    const down = facts['services.downCount'];
    const rows = states.map((each) => [
      each.service.name,
      each.trouble === '' ? 'up' : each.trouble,
      each.portrait.pid,
      each.state || '-',
      each.listener?.port ?? '-',
      each.portrait.ageSeconds,
      each.unit?.restarts ?? '-',
      each.portrait.command || each.owner.command,
    ]);
    return {
      headline:
        declared.length === 0
          ? {
              'zh-CN': `没有声明服务；systemd 失败单元 ${failed.units.length} 个`,
              en: `no services are declared; ${failed.units.length} failed systemd units`,
            }
          : {
              'zh-CN': `声明的 ${declared.length} 个服务中 ${down} 个异常${down > 0 ? `：${facts['services.down.name']}` : ''}`,
              en: `${down} of ${declared.length} declared services not well${down > 0 ? `: ${facts['services.down.name']}` : ''}`,
            },
      facts,
      text: `${tableText(['SERVICE', 'STATE', 'PID', 'S', 'PORT', 'AGE_S', 'RESTARTS', 'COMMAND'], rows)}\n${failed.units.length > 0 ? `\nfailed units: ${failed.units.join(' ')}` : ''}`,
    };
  },
});

/** All declared services as they are now; actions read it too. */
export async function readServices(client: LinuxClient, limit: ExecLimit): Promise<readonly ServiceState[]> {
  const declared = client.settings.services;
  if (declared.length === 0) return [];
  const units = declared.flatMap(({ restart }) => (restart !== undefined && 'systemd' in restart ? [restart.systemd] : []));
  const [processes, table, shown] = await Promise.all([
    readProcesses(client, limit),
    readSockets(client, limit),
    units.length === 0 ? null : client.exec.run('show-units', units, limit),
  ]);
  const candidates = [...processes.processes.values()]
    .filter(({ isKernelThread, state }) => !isKernelThread && state !== 'Z')
    .slice(0, commandsMax);
  const commands = await readCommands(client, candidates, limit);
  const unitStates = parseUnits(shown?.stdout ?? '');
  return declared.map((service) => {
    const { restart } = service;
    const unit =
      restart !== undefined && 'systemd' in restart
        ? unitStates.find(({ id }) => id.replace(/\.service$/, '') === restart.systemd.replace(/\.service$/, ''))
        : undefined;
    return stateOf({ service, unit, candidates, commands, processes, listeners: table.listeners, ownPid: client.ownPid });
  });
}

async function readCommands(client: LinuxClient, processes: readonly ProcessStat[], limit: ExecLimit): Promise<FileContents> {
  const all = new Map<string, string>();
  for (let start = 0; start < processes.length; start += 60) {
    const part = await readProcessFiles(
      client,
      processes.slice(start, start + 60).map(({ pid }) => pid),
      ['cmdline'],
      limit,
    );
    for (const [path, content] of part) all.set(path, content);
  }
  return all;
}

interface StateInput {
  readonly service: DeclaredService;
  readonly unit: UnitState | undefined;
  readonly candidates: readonly ProcessStat[];
  readonly commands: FileContents;
  readonly processes: ProcessSample;
  readonly listeners: readonly Listener[];
  readonly ownPid: number | null;
}

function stateOf(input: StateInput): ServiceState {
  const { service, unit, commands, processes } = input;
  const expected = expectationOf(service);
  const listener = expected.port === null ? undefined : input.listeners.find(({ port }) => port === expected.port);
  const portrait = (process: ProcessStat | undefined): Portrait =>
    process === undefined ? nobody : portraitOf(process, commands, processes.uptimeSeconds);
  const owner = processes.processes.get(listener?.pids[0] ?? 0);
  const main = mainProcess(input, expected.process ?? service.name, owner);
  const isOwnerKnown = owner === undefined || expected.process !== null || unit !== undefined;
  const isSquatted =
    owner !== undefined && isOwnerKnown && !isOf(owner, main, processes) && !matches(owner, commands, expected.process ?? service.name);
  const shown = main ?? (isSquatted ? undefined : owner);
  return { service, unit, listener, owner: portrait(owner), portrait: portrait(shown), state: shown?.state ?? '', trouble: troubleOf() };

  function troubleOf(): ServiceState['trouble'] {
    if (isSquatted) return 'squatter';
    if (expected.process !== null && main === undefined) return 'process';
    if (expected.port !== null && listener === undefined) return 'port';
    return shown?.state === 'T' || shown?.state === 't' ? 'stopped' : '';
  }
}

/** What systemd calls the main process, else whoever holds the port and bears the word, else the oldest that bears the word. */
function mainProcess(input: StateInput, word: string, owner: ProcessStat | undefined): ProcessStat | undefined {
  const { unit, processes, commands, candidates, ownPid } = input;
  if (unit !== undefined) return processes.processes.get(unit.mainPid);
  if (owner !== undefined && matches(owner, commands, word)) return owner;
  const found = candidates.filter((process) => process.pid !== ownPid && process.pid !== 1 && matches(process, commands, word));
  const programs = found.filter((process) => !isWrapper(process));
  return (programs.length > 0 ? programs : found).sort((one, other) => one.startTicks - other.startTicks || one.pid - other.pid)[0];
}

/** An editor, a pager or a shell that merely has the word in its command line is not the service. */
function isWrapper(process: ProcessStat): boolean {
  return /^(sh|bash|dash|zsh|fish|ash|vi|vim|nano|less|more|tail|cat|grep|watch|sudo|su|timeout|ssh|scp|man|gdb|strace)$/.test(
    process.name,
  );
}

function matches(process: ProcessStat, commands: FileContents, word: string): boolean {
  if (process.name === word || process.name === word.slice(0, 15)) return true;
  return (commands.get(`/proc/${process.pid}/cmdline`) ?? '').replaceAll('\u0000', ' ').includes(word);
}

function isOf(owner: ProcessStat, main: ProcessStat | undefined, processes: ProcessSample): boolean {
  for (let process: ProcessStat | undefined = owner, step = 0; process !== undefined && step < 10; step += 1) {
    if (process.pid === main?.pid) return true;
    process = processes.processes.get(process.parent);
  }
  return false;
}

async function readFailedUnits(client: LinuxClient, limit: ExecLimit) {
  const { stdout } = await client.exec.run('failed-units', [], limit);
  if (stdout.includes('@@none')) return { isSystemd: false, units: [] };
  return { isSystemd: true, units: [...stdout.matchAll(/^\W*([\w@.:\\-]+\.\w+)\s/gm)].map(([, unit = '']) => unit) };
}

function factsOf(states: readonly ServiceState[], earlier: readonly (readonly ServiceState[])[]) {
  const down = states.filter(({ trouble }) => trouble === 'process' || trouble === 'port' || trouble === 'squatter');
  const stopped = states.filter(({ trouble }) => trouble === 'stopped');
  const squatted = states.filter(({ trouble }) => trouble === 'squatter');
  const restarting = states.filter((state) => isRestarting(state, earlier));
  const youngest = [...states]
    .filter(({ portrait }) => portrait.pid > 0)
    .sort((one, other) => one.portrait.ageSeconds - other.portrait.ageSeconds)[0];
  return {
    'services.declared': states.length,
    'services.downCount': down.length,
    'services.down.name': down[0]?.service.name ?? '',
    'services.down.reason': down[0]?.trouble ?? '',
    'services.down.port': down[0] === undefined ? 0 : (expectationOf(down[0].service).port ?? 0),
    'services.down.canRestart': down[0]?.service.restart !== undefined,
    'services.stopped.count': stopped.length,
    'services.stopped.name': stopped[0]?.service.name ?? '',
    'services.stopped.pid': stopped[0]?.portrait.pid ?? 0,
    'services.stopped.startTicks': stopped[0]?.portrait.startTicks ?? 0,
    'services.stopped.command': stopped[0]?.portrait.command ?? '',
    'services.squatter.count': squatted.length,
    'services.squatter.pid': squatted[0]?.owner.pid ?? 0,
    'services.squatter.name': squatted[0]?.owner.name ?? '',
    'services.squatter.command': squatted[0]?.owner.command ?? '',
    'services.squatter.startTicks': squatted[0]?.owner.startTicks ?? 0,
    'services.squatter.port': squatted[0]?.listener?.port ?? 0,
    'services.squatter.service': squatted[0]?.service.name ?? '',
    'services.youngest.name': youngest?.service.name ?? '',
    'services.youngest.ageSeconds': youngest?.portrait.ageSeconds ?? 315_360_000,
    'services.restarting.count': restarting.length,
    'services.restarting.name': restarting[0]?.service.name ?? '',
    'services.restarting.restarts': restarting[0]?.unit?.restarts ?? 0,
    'services.restarting.canRestart': restarting[0]?.service.restart !== undefined,
  };
}
