/** Incidents as the server shows them, for the console's tests: one that waits for approval, one resolved, one being looked into. */

import type { Locale } from '../../../src/domain/text.ts';
import type { IncidentView, MoveView, PlanView, StepView } from '../../../src/domain/view.ts';
import { minutesAgo, sampleAlerts, sampleBlindSpots, sampleCourse, sampleRefuted, sampleRunbook, sampleTimeline } from './findings.ts';

export const digest = 'b7d1f0c2a94e6f3380d5c1be27a6940fce118d32a7705b9e64c3f2810da9e571';

const budget = { probesMax: 40, secondsMax: 120, llmCallsMax: 12, tokensMax: 60_000 };

/** What was merged into the first incident a while ago. */
export function sampleMove(nowMs: number): MoveView {
  return {
    ...{ id: 'mov_1', kind: 'merge', from: { id: 'inc_40', code: 'ZB-40' }, to: { id: 'inc_42', code: 'ZB-42' }, alerts: 3 },
    ...{ at: minutesAgo(nowMs, 4), by: 'Li Lei', undoneAt: null, undoneBy: null },
  };
}

function emptyIncident(nowMs: number): IncidentView {
  return {
    id: 'inc_0',
    code: 'ZB-0',
    status: 'triggered',
    phase: 'received',
    severity: 'warning',
    title: '',
    origin: 'alert',
    startedAt: minutesAgo(nowMs, 7),
    resolvedAt: null,
    mergedInto: null,
    acknowledgedBy: null,
    acknowledgedAt: null,
    alertsFiring: 0,
    alertsTotal: 0,
    verdictState: null,
    verdictSummary: null,
    planState: null,
    revision: 1,
    question: null,
    systemIds: [],
    previousIncident: null,
    alerts: [],
    threads: [],
    verdict: null,
    hypotheses: [],
    refuted: [],
    blindSpots: [],
    plan: null,
    earlierPlans: [],
    spent: { probes: 0, llmCalls: 0, tokens: 0, seconds: 0 },
    budget,
    timeline: [],
  };
}

export function samplePlan(nowMs: number, zh: boolean): PlanView {
  const steps: StepView[] = [
    {
      systemId: 'orders-cache',
      action: 'redis.config-set',
      arguments: { name: 'maxmemory', value: '1073741824' },
      risk: 'medium',
      summary: zh ? '把 maxmemory 从 500 MiB 提到 1 GiB' : 'Raise maxmemory from 500 MiB to 1 GiB',
      why: zh
        ? '内存已达上限且策略是 noeviction，写入全部被拒绝'
        : 'Memory is at its limit and the policy is noeviction, so every write is refused',
      effect: zh ? '立刻恢复写入；主机还有 6.2 GiB 空闲内存' : 'Writes work again at once; the host has 6.2 GiB free',
      verification: zh ? '读回配置，并确认一次写入成功' : 'Read the setting back and see one write succeed',
      undo: { isPossible: true, summary: zh ? '改回执行前记录的值 524288000' : 'Set it back to 524288000, recorded before' },
      evidenceIds: ['ev_memory', 'ev_log'],
      state: 'waiting',
      note: null,
    },
    {
      systemId: 'web-1',
      action: 'host.service-restart',
      arguments: { service: 'email-worker' },
      risk: 'medium',
      summary: zh ? '重启卡住的 email-worker' : 'Restart email-worker, which is stuck',
      why: zh
        ? 'queue:emails 只进不出，消费者 40 分钟没有取过消息'
        : 'queue:emails only grows; its consumer has taken nothing for 40 minutes',
      effect: zh ? '邮件延迟数秒，积压开始下降' : 'Mail is delayed by seconds and the backlog starts to fall',
      verification: zh ? '服务为 active，且列表长度在 20 秒内变短' : 'The service is active and the list gets shorter within 20 s',
      undo: { isPossible: false, summary: zh ? '重启没有逆操作' : 'A restart has no inverse' },
      evidenceIds: ['ev_keyspace'],
      state: 'waiting',
      note: null,
    },
  ];
  return {
    id: 'plan_1',
    incidentId: 'inc_42',
    digest,
    state: 'pending',
    risk: 'medium',
    title: zh ? '扩大内存上限并恢复消费' : 'Raise the memory limit and get the consumer going',
    createdAt: minutesAgo(nowMs, 5),
    expiresAt: minutesAgo(nowMs, -25),
    requestedBy: 'zhiban',
    approvalsNeeded: 1,
    approvals: [],
    steps,
  };
}

export function waitingIncident(nowMs: number, locale: Locale): IncidentView {
  const zh = locale === 'zh-CN';
  const summary = zh ? 'orders-cache 内存写满，写入被拒绝' : 'orders-cache is out of memory and refuses writes';
  const cause = {
    systemId: 'orders-cache',
    signatureId: 'redis.memory-full',
    confidence: 0.97,
    title: zh ? '内存写满且不淘汰' : 'Memory is full and nothing is evicted',
    explanation: zh
      ? '已用内存占上限的 99.98%，淘汰策略是 noeviction，因此所有写命令都以 OOM 被拒绝。'
      : 'Memory is at 99.98% of its limit and the policy is noeviction, so every write is refused with OOM.',
  };
  return {
    ...emptyIncident(nowMs),
    id: 'inc_42',
    code: 'ZB-42',
    phase: 'waiting',
    severity: 'critical',
    title: zh ? 'orders-cache 拒绝写入' : 'orders-cache refuses writes',
    alertsFiring: 2,
    alertsTotal: 3,
    verdictState: 'confirmed',
    verdictSummary: summary,
    planState: 'pending',
    revision: 9,
    systemIds: ['orders-cache', 'web-1'],
    previousIncident: { id: 'inc_31', code: 'ZB-31' },
    alerts: sampleAlerts(nowMs),
    threads: [{ adapter: 'console', channel: 'ops', thread: 'msg_card42', link: null }],
    verdict: {
      state: 'confirmed',
      summary,
      refuted: sampleRefuted(zh),
      blindSpots: sampleBlindSpots(zh),
      causes: [
        {
          ...cause,
          state: 'confirmed',
          advice: zh
            ? '先扩大上限恢复写入，再处理堆积的队列；长期应给队列设置上限。'
            : 'Raise the limit to get writes back, then work off the queue; in the long run cap the queue.',
          refutedBy: zh ? '若 used_memory 明显低于 maxmemory，则不是它' : 'used_memory well below maxmemory would refute it',
          evidenceIds: ['ev_memory', 'ev_latency', 'ev_log'],
        },
        {
          systemId: 'web-1',
          signatureId: 'host.worker-stuck',
          state: 'likely',
          confidence: 0.72,
          title: zh ? 'email-worker 卡住，队列只进不出' : 'email-worker is stuck and its queue only grows',
          explanation: zh
            ? '最大的键 queue:emails 占 412 MiB，40 分钟没有被消费。'
            : 'The largest key, queue:emails, holds 412 MiB and has not been consumed for 40 minutes.',
          advice: null,
          refutedBy: null,
          evidenceIds: ['ev_keyspace'],
        },
      ],
      analyst: 'offline',
      at: minutesAgo(nowMs, 6),
      isPartial: false,
      course: sampleCourse(nowMs, zh),
      suspects: [
        {
          ...{ changeId: 'chg_1', systemId: 'web-1', kind: 'deploy', title: 'email-worker', version: 'v2.31', author: 'wang' },
          ...{ at: minutesAgo(nowMs, 19), secondsBefore: 420, mechanism: 'none', evidenceIds: [] },
        },
      ],
    },
    hypotheses: [
      {
        id: 'hyp_1',
        state: 'confirmed',
        ...cause,
        refutedBy: zh ? '若 used_memory 明显低于 maxmemory，则不是它' : 'used_memory well below maxmemory would refute it',
        evidenceFor: ['ev_memory', 'ev_log'],
        evidenceAgainst: [],
        author: 'offline',
      },
      {
        id: 'hyp_2',
        systemId: 'orders-cache',
        signatureId: 'redis.fragmentation',
        state: 'weakened',
        confidence: 0.12,
        title: zh ? '内存碎片过多' : 'Memory is fragmented',
        explanation: zh ? '碎片率 1.07，远低于 1.5。' : 'Fragmentation is 1.07, far below 1.5.',
        refutedBy: null,
        evidenceFor: [],
        evidenceAgainst: ['ev_memory'],
        author: 'person',
      },
    ],
    runbooks: [sampleRunbook(zh)],
    refuted: sampleRefuted(zh),
    blindSpots: sampleBlindSpots(zh),
    plan: samplePlan(nowMs, zh),
    spent: { probes: 11, llmCalls: 0, tokens: 0, seconds: 4 },
    timeline: sampleTimeline(nowMs, zh),
  };
}

export function otherIncidents(nowMs: number, locale: Locale): IncidentView[] {
  const zh = locale === 'zh-CN';
  const base = emptyIncident(nowMs);
  return [
    {
      ...base,
      id: 'inc_43',
      code: 'ZB-43',
      phase: 'investigating',
      origin: 'question',
      question: zh ? '这台机器为什么慢？' : 'why is this machine slow?',
      title: zh ? '这台机器为什么慢？' : 'why is this machine slow?',
      startedAt: minutesAgo(nowMs, 1),
      systemIds: ['web-1'],
      spent: { probes: 4, llmCalls: 0, tokens: 0, seconds: 1 },
    },
    {
      ...base,
      id: 'inc_44',
      code: 'ZB-44',
      severity: 'warning',
      title: zh ? 'web-1 证书 6 天后到期' : 'The certificate of web-1 expires in 6 days',
      alertsFiring: 1,
      alertsTotal: 1,
      systemIds: ['web-1'],
      startedAt: minutesAgo(nowMs, 190),
    },
    {
      ...base,
      id: 'inc_31',
      code: 'ZB-31',
      status: 'resolved',
      phase: 'closed',
      severity: 'critical',
      title: zh ? 'orders-cache 拒绝写入' : 'orders-cache refuses writes',
      acknowledgedBy: 'han.meimei',
      startedAt: minutesAgo(nowMs, 4_400),
      resolvedAt: minutesAgo(nowMs, 4_376),
      alertsTotal: 2,
      verdictState: 'likely',
      verdictSummary: zh ? '很可能是批量导入占满了内存' : 'A bulk import most likely filled the memory',
      planState: 'verified',
      systemIds: ['orders-cache'],
    },
  ];
}
