/** The logs of pods as templates: of the one that is named, or of those that are in the deepest trouble. */

import { z } from 'zod';
import type { Pod } from '../../../analysis/kubernetes/objects.ts';
import { type LogSummary, summariseLog, templateLines } from '../../../analysis/logs/summarise-log.ts';
import type { Facts } from '../../../domain/evidence.ts';
import { templateFacts } from '../../linux/parse/log-templates.ts';
import { readLogFindings } from '../../linux/parse/service-log.ts';
import { logTimesOf } from '../../logs/read-sources.ts';
import { namespaceName } from '../entry.ts';
import { readCluster } from '../read-cluster.ts';
import { type ContainerLog, podMissing, readPodLogs } from '../read-logs.ts';
import { kubernetesProbe, refOf } from './kubernetes-probe.ts';
import { isTroubled } from './pods.ts';

export const containerLogsProbe = kubernetesProbe({
  name: 'container-logs',
  summary: {
    'zh-CN': 'Pod 日志模板：默认看异常最重的几个 Pod，含重启前的日志',
    en: 'logs of pods as templates: of those in trouble unless one is named, the run before a restart included',
  },
  parameters: z.strictObject({
    namespace: namespaceName.optional(),
    pod: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{0,252}$/)
      .optional(),
    lines: z.number().int().min(10).max(2_000).default(300),
  }),
  cost: 'moderate',
  hints: 'pod logs?|container logs?|logs?|stack ?trace|exception|日志|报错|堆栈',
  query: 'kubectl logs POD --all-containers --tail=300 [--previous]',
  facts: [
    ...[
      'containerLogs.read',
      'containerLogs.unreadable',
      'containerLogs.errors',
      'containerLogs.pod',
      'containerLogs.newestError',
      'containerLogs.topError',
      'containerLogs.topErrorCount',
    ],
    ...[
      'containerLogs.newError',
      'containerLogs.newErrorCount',
      'containerLogs.outOfMemory',
      'containerLogs.connectionRefused',
      'containerLogs.connectionRefusedTo',
    ],
    ...[
      'containerLogs.dnsFailures',
      'containerLogs.timeouts',
      'containerLogs.permissionDenied',
      'containerLogs.missingFile',
      'containerLogs.configErrors',
      'containerLogs.addressInUse',
    ],
  ],
  async see(client, given, limit, context) {
    const { casebook } = await readCluster(client, ['pods'], limit);
    const nowMs = context.clock.now();
    const chosen = choosePods(casebook.all('pods'), given, nowMs);
    if (given.pod !== undefined && chosen.length === 0) throw podMissing(given.pod);
    const logs = (await Promise.all(chosen.map((pod) => readPodLogs(client, pod, { tailLines: given.lines }, limit)))).flat();
    const times = logTimesOf(context);
    const read = logs
      .filter(({ reason, text }) => reason === '' && text !== '')
      .map((log) => ({ log, path: nameOf(log), ...readLogFindings(log.text), summary: summariseLog(log.text, times) }));
    const facts = logFacts(read, logs, nowMs);
    const newest = String(facts['containerLogs.newestError']).slice(0, 160);
    return {
      headline: {
        'zh-CN':
          chosen.length === 0
            ? '没有异常的 Pod，未读取日志'
            : `读了 ${String(facts['containerLogs.read'])} 份日志，${String(facts['containerLogs.errors'])} 行错误${newest === '' ? '' : `，最近：${newest}`}`,
        en:
          chosen.length === 0
            ? 'no pod is in trouble, and no log was read'
            : `${String(facts['containerLogs.read'])} logs, ${String(facts['containerLogs.errors'])} errors${newest === '' ? '' : `, the newest: ${newest}`}`,
      },
      facts,
      text: [
        ...read.map(({ path, errors, lines, summary }) =>
          [`== ${path}: ${String(errors)} of ${String(lines)} lines are errors`, ...templateLines(summary.templates, nowMs, shown)].join(
            '\n',
          ),
        ),
        ...logs.filter(({ reason }) => reason !== '').map((log) => `== ${nameOf(log)}: ${log.reason}`),
      ].join('\n\n'),
    };
  },
});

const shown = { errorsMax: 10, othersMax: 6 } as const;
const podsMax = 3;

/** Pure. The ones that crash come before those that only aren't ready. */
export function choosePods(
  pods: readonly Pod[],
  given: { readonly namespace?: string | undefined; readonly pod?: string | undefined },
  nowMs: number,
): readonly Pod[] {
  const ours = pods.filter(({ metadata }) => given.namespace === undefined || metadata.namespace === given.namespace);
  if (given.pod !== undefined) return ours.filter(({ metadata }) => metadata.name === given.pod).slice(0, podsMax);
  const restarts = (pod: Pod): number => Math.max(0, ...(pod.status?.containerStatuses ?? []).map(({ restartCount = 0 }) => restartCount));
  return ours
    .filter((pod) => isTroubled(pod, nowMs) && pod.spec?.nodeName !== undefined)
    .sort((one, other) => restarts(other) - restarts(one))
    .slice(0, podsMax);
}

function nameOf({ pod, container, isPrevious }: ContainerLog): string {
  return `${pod} ${container}${isPrevious ? ' (before the restart)' : ''}`;
}

type ReadLog = ReturnType<typeof readLogFindings> & { readonly path: string; readonly log: ContainerLog; readonly summary: LogSummary };

function logFacts(read: readonly ReadLog[], logs: readonly ContainerLog[], nowMs: number): Facts {
  const sum = (name: keyof ReadLog['counts']): number => read.reduce((total, each) => total + each.counts[name], 0);
  const worst = [...read].sort((one, other) => other.errors - one.errors)[0];
  const templates = templateFacts(read, nowMs);
  return {
    'containerLogs.read': read.length,
    'containerLogs.unreadable': logs.filter(({ reason }) => reason !== '').length,
    'containerLogs.errors': read.reduce((total, { errors }) => total + errors, 0),
    'containerLogs.pod': worst === undefined ? refOf(undefined) : worst.log.pod,
    'containerLogs.newestError': worst?.newestError.slice(0, 400) ?? '',
    'containerLogs.topError': templates['logs.topError'],
    'containerLogs.topErrorCount': templates['logs.topErrorCount'],
    'containerLogs.newError': templates['logs.newError'],
    'containerLogs.newErrorCount': templates['logs.newErrorCount'],
    'containerLogs.outOfMemory': sum('outOfMemory'),
    'containerLogs.connectionRefused': sum('connectionRefused'),
    'containerLogs.connectionRefusedTo': read.find((each) => each.connectionRefusedTo !== '')?.connectionRefusedTo ?? '',
    'containerLogs.dnsFailures': sum('dnsFailures'),
    'containerLogs.timeouts': sum('timeouts'),
    'containerLogs.permissionDenied': sum('permissionDenied'),
    'containerLogs.missingFile': sum('missingFile'),
    'containerLogs.configErrors': sum('configErrors'),
    'containerLogs.addressInUse': sum('addressInUse'),
  };
}
