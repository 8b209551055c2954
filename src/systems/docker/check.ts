/** For doctor: does it answer, and what may whoever holds this address do. */

import type { LookContext, SystemCheck } from '../contract.ts';
import { isSystemFailure } from '../http-api/failure.ts';
import type { DockerClient } from './client.ts';
import { containersSchema } from './read-containers.ts';
import type { DockerEntry } from './system.ts';

export async function checkDocker(client: DockerClient, context: LookContext): Promise<readonly SystemCheck[]> {
  const limit = { timeoutMs: 5_000, signal: context.signal };
  const entry = context.entry as DockerEntry;
  try {
    const count = (await client.json('containers/json?all=1', containersSchema, limit)).length;
    // A change of a container that there isn't changes nothing; a proxy that only lets reads pass answers 403 before Docker sees it.
    const status = await client.tryPost('containers/zhiban-doctor-asks-for-none-of-this-name/update', {}, limit);
    const mayWrite = status === 404;
    return [
      { level: 'ok', text: { 'zh-CN': `可以查看，共 ${count} 个容器`, en: `can be looked at, ${count} containers` } },
      ...(mayWrite ? writeChecks(client, entry) : readChecks(entry)),
    ];
  } catch (error) {
    if (!isSystemFailure(error)) throw error;
    return [{ level: 'fail', text: { 'zh-CN': `无法查看：${error.message}`, en: error.message } }];
  }
}

function writeChecks(client: DockerClient, { actionsEnabled, tls }: DockerEntry): readonly SystemCheck[] {
  const isOpen = client.socketPath === null && tls === undefined;
  return [
    warn(
      '能写这个 Docker 接口就等于拥有该主机的 root：可以挂载任意目录启动特权容器',
      'whoever can write to this API is root on that machine: a container can be started with any directory mounted',
    ),
    ...(isOpen
      ? [
          warn(
            '未加密、未认证的 TCP 端口：能连上的人都拥有该主机的 root，请关闭它或改用 TLS 客户端证书',
            'it is open over TCP without TLS: whoever reaches the port is root there. Close it, or ask for client certificates',
          ),
        ]
      : []),
    ...(actionsEnabled
      ? []
      : [
          warn(
            'actionsEnabled 为 false，却连着可写的接口：请改为只读代理（如 docker-socket-proxy，CONTAINERS=1 EVENTS=1 INFO=1 IMAGES=1 NETWORKS=1 SYSTEM=1 POST=0）',
            'actionsEnabled is false, yet this address can be written to: put a read-only proxy before it (docker-socket-proxy with CONTAINERS=1 EVENTS=1 INFO=1 IMAGES=1 NETWORKS=1 SYSTEM=1 POST=0)',
          ),
        ]),
  ];
}

function readChecks({ actionsEnabled }: DockerEntry): readonly SystemCheck[] {
  if (!actionsEnabled) return [{ level: 'ok', text: { 'zh-CN': '只读', en: 'read-only' } }];
  return [
    warn(
      '该接口只读：所有操作都会被拒绝；请设 actionsEnabled: false',
      'it is read-only: every action will be refused. Set actionsEnabled: false',
    ),
  ];
}

function warn(chinese: string, english: string): SystemCheck {
  return { level: 'warn', text: { 'zh-CN': chinese, en: english } };
}
