/** The engine itself: version, what it runs on, its clock, what it warns of. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { apiProbe, factLines } from '../../http-api/probe.ts';
import type { DockerClient } from '../client.ts';

const version = z.looseObject({
  Version: z.string().default(''),
  ApiVersion: z.string().default(''),
  KernelVersion: z.string().default(''),
});
const infoSchema = z.looseObject({
  Containers: z.number().default(0),
  ContainersRunning: z.number().default(0),
  ContainersPaused: z.number().default(0),
  ContainersStopped: z.number().default(0),
  Images: z.number().default(0),
  Driver: z.string().default(''),
  DockerRootDir: z.string().default(''),
  LoggingDriver: z.string().default(''),
  CgroupVersion: z.string().default(''),
  LiveRestoreEnabled: z.boolean().default(false),
  MemoryLimit: z.boolean().default(true),
  NCPU: z.number().default(0),
  MemTotal: z.number().default(0),
  SystemTime: z.string().default(''),
  Name: z.string().default(''),
  Warnings: z.array(z.string()).nullish(),
  Swarm: z.looseObject({ LocalNodeState: z.string().default(''), Error: z.string().default('') }).nullish(),
});

export const daemonProbe = apiProbe({
  name: 'daemon',
  summary: {
    'zh-CN': 'Docker 引擎自身：版本、存储驱动、时钟、告警',
    en: 'the engine itself: version, storage driver, clock, what it warns of',
  },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'docker|daemon|dockerd|engine|clock|引擎|守护进程|时钟',
  query: 'docker version; docker info',
  facts: ['daemon.*'],
  tellsSilence: true,
  async see(client: DockerClient, _given, limit, context) {
    const { Version, ApiVersion, KernelVersion } = await client.json('version', version, limit);
    const info = await client.json('info', infoSchema, limit);
    const theirsMs = Date.parse(info.SystemTime);
    const facts: Facts = {
      'reach.isOk': true,
      'reach.problem': 'none',
      'daemon.version': Version,
      'daemon.apiVersion': ApiVersion,
      'daemon.kernel': KernelVersion,
      'daemon.host': info.Name,
      'daemon.containers': info.Containers,
      'daemon.running': info.ContainersRunning,
      'daemon.paused': info.ContainersPaused,
      'daemon.stopped': info.ContainersStopped,
      'daemon.images': info.Images,
      'daemon.storageDriver': info.Driver,
      'daemon.rootDirectory': info.DockerRootDir,
      'daemon.logDriver': info.LoggingDriver,
      'daemon.cgroupVersion': info.CgroupVersion,
      'daemon.isLiveRestore': info.LiveRestoreEnabled,
      'daemon.canLimitMemory': info.MemoryLimit,
      'daemon.cpus': info.NCPU,
      'daemon.memoryBytes': info.MemTotal,
      'daemon.clockSkewSeconds': Number.isNaN(theirsMs) ? null : Math.round(Math.abs(theirsMs - context.clock.now()) / 1_000),
      'daemon.swarmError': info.Swarm?.Error ?? '',
      'daemon.warnings': (info.Warnings ?? []).join('; '),
    };
    return {
      headline: {
        'zh-CN': `Docker ${Version}，运行 ${String(info.ContainersRunning)} 个容器，停止 ${String(info.ContainersStopped)} 个`,
        en: `Docker ${Version}, ${String(info.ContainersRunning)} containers running, ${String(info.ContainersStopped)} stopped`,
      },
      facts,
      text: factLines(facts),
    };
  },
});
