/** Containers whose tasks are frozen, at a limit, killed or away. */

import type { Signature } from '../../../domain/signature.ts';
import { goneNeighbours, hungNeighbours } from '../../docker/signatures/neighbours.ts';

const hints = 'containerd|container|task|容器|任务';
const common = { kind: 'containerd', role: 'cause', remedies: [] } as const;

export const taskSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'containerd.task-paused',
    title: { 'zh-CN': '容器 {paused.name} 处于暂停（paused），没有响应', en: 'Container {paused.name} is paused and does not respond' },
    explanation: {
      'zh-CN': '它的进程都被冻结：连接能建立，却没有应答（共 {tasks.paused} 个任务暂停）。',
      en: 'All its processes are frozen: connections may be made, nothing answers, and requests hang ({tasks.paused} paused tasks in all).',
    },
    severity: 'critical',
    explains: hungNeighbours,
    about: ['paused.container'],
    hints: `${hints}|pause|frozen|hang|no answer|暂停|冻结|卡住|无响应`,
    probes: ['containers'],
    confirm: ['tasks.paused', '>', 0],
    refute: ['tasks.paused', '==', 0],
    advice: {
      'zh-CN': '问清是谁暂停的（检查点、提交镜像时也会），然后恢复。',
      en: 'Find out who paused it (checkpoints and commits do so, too), then let it go on.',
    },
    remedies: [{ action: 'resume-task', arguments: { namespace: '{paused.namespace}', container: '{paused.container}' } }],
    source: 'containerd: ctr tasks pause and resume; kernel: cgroup freezer',
  },
  {
    ...common,
    id: 'containerd.out-of-memory',
    title: { 'zh-CN': '{oom.name} 达到内存上限，被 OOM 杀死', en: '{oom.name} was OOM killed at its memory limit' },
    explanation: {
      'zh-CN':
        '内存不足：内核在它的上限 {oom.limitBytes|bytes}处杀死了 {oom.kills} 个进程，任务现在是 {oom.status}；共 {oom.tasks} 个任务如此。上限偏小，或程序有泄漏。',
      en: 'Out of memory: at its limit of {oom.limitBytes|bytes} the kernel killed {oom.kills} of its processes; the task is {oom.status} now, and {oom.tasks} tasks had that. The limit is too small, or the program leaks.',
    },
    severity: 'critical',
    explains: ['containerd.container-not-running', 'containerd.memory-near-limit', ...goneNeighbours],
    about: ['oom.name'],
    hints: `${hints}|\\boom|memory|137|killed|exit|down|内存|被杀|退出`,
    probes: ['metrics'],
    confirm: {
      all: [
        ['oom.kills', '>', 0],
        ['oom.limitBytes', '>', 0],
      ],
    },
    likely: ['oom.kills', '>', 0],
    refute: ['oom.tasks', '==', 0],
    advice: {
      'zh-CN':
        '先看用量是否一直上涨（泄漏）；不是就在创建它的地方（Kubernetes、nerdctl、单元文件）提高上限后重建，并让运行时（JVM、Node）知道它。',
      en: 'See whether it only ever grows (a leak); if not, raise the limit where it was made (Kubernetes, nerdctl, a unit) and make it anew, and tell its runtime (JVM, Node) of it.',
    },
    source: 'kernel: memory.oom_control oom_kill, memory.events oom_kill; containerd: ctr tasks metrics',
  },
  {
    ...common,
    id: 'containerd.memory-near-limit',
    role: 'symptom',
    title: { 'zh-CN': '{memory.name} 接近内存上限', en: '{memory.name} is close to its memory limit' },
    explanation: {
      'zh-CN':
        '已用 {memory.usedBytes|bytes}，是上限 {memory.limitBytes|bytes} 的 {memory.usedRatio|percent}（不算可回收的文件缓存）：达到上限就会被 OOM 杀死。',
      en: 'It uses {memory.usedBytes|bytes}, {memory.usedRatio|percent} of its limit of {memory.limitBytes|bytes} (file caches that can be freed are not counted): at the limit it is OOM killed.',
    },
    severity: 'warning',
    about: ['memory.name'],
    hints: `${hints}|\\boom|memory|slow|内存|慢`,
    probes: ['metrics'],
    confirm: ['memory.usedRatio', '>=', 0.95],
    likelyWhenHinted: ['memory.usedRatio', '>=', 0.9],
    refute: ['memory.usedRatio', '<', 0.8],
    advice: { 'zh-CN': '看它是否还在上涨；提高上限，或查泄漏。', en: 'See whether it still grows; raise the limit, or look for a leak.' },
    source: 'containerd: ctr tasks metrics; kernel: memory controller',
  },
  {
    ...common,
    id: 'containerd.pids-limit',
    title: { 'zh-CN': '{pids.name} 的进程数达到上限（pids）', en: '{pids.name} has reached its limit of processes (pids)' },
    explanation: {
      'zh-CN':
        '{pids.current} 个进程与线程，上限 {pids.limit}（{pids.usedRatio|percent}）：再建线程或进程会失败（Resource temporarily unavailable）。',
      en: 'It has {pids.current} processes and threads of {pids.limit} ({pids.usedRatio|percent}): a new thread or process fails (Resource temporarily unavailable).',
    },
    severity: 'critical',
    about: ['pids.name'],
    hints: `${hints}|pids|fork|thread|resource temporarily|EAGAIN|进程数|线程`,
    probes: ['metrics'],
    confirm: ['pids.usedRatio', '>=', 0.95],
    likelyWhenHinted: ['pids.usedRatio', '>=', 0.85],
    refute: ['pids.usedRatio', '<', 0.7],
    quoted: "can't fork|cannot fork|fork: retry|unable to create (new )?native thread",
    advice: {
      'zh-CN': '看它在建什么（ctr tasks ps）：没有回收的子进程还是线程泄漏；确属需要再提高上限。',
      en: 'See what it makes (ctr tasks ps): children that nobody waits for, or a leak of threads. Raise the limit only if they are needed.',
    },
    source: 'kernel: pids controller, pids.max',
  },
  {
    ...common,
    id: 'containerd.cpu-throttled',
    title: { 'zh-CN': '{cpu.name} 被 CPU 配额限流', en: '{cpu.name} is throttled by its CPU quota' },
    explanation: {
      'zh-CN': '启动以来 {cpu.throttledRatio|percent} 的周期（共 {cpu.periods} 个）用完了配额、被停到下一周期：主机不忙，它也慢。',
      en: 'Since its start it has used up its quota in {cpu.throttledRatio|percent} of {cpu.periods} periods and was stopped until the next: it is slow though the host is idle.',
    },
    severity: 'warning',
    explains: ['http.slow-answer'],
    about: ['cpu.name'],
    hints: `${hints}|cpu|slow|latency|throttl|慢|延迟|限流`,
    probes: ['metrics'],
    confirm: {
      all: [
        ['cpu.throttledRatio', '>=', 0.5],
        ['cpu.periods', '>=', 100],
      ],
    },
    likelyWhenHinted: {
      all: [
        ['cpu.throttledRatio', '>=', 0.2],
        ['cpu.periods', '>=', 100],
      ],
    },
    refute: ['cpu.throttledRatio', '<', 0.05],
    advice: { 'zh-CN': '提高配额，或减少它并行的线程数。', en: 'Raise the quota, or let it run fewer threads at once.' },
    source: 'kernel: CFS bandwidth control, nr_throttled',
  },
  {
    ...common,
    id: 'containerd.container-not-running',
    role: 'symptom',
    title: { 'zh-CN': '容器 {named.name} 没有在运行', en: 'Container {named.name} is not running' },
    explanation: {
      'zh-CN': '告警提到的 {named.name} 的任务是 {named.status}（NONE 表示没有任务）：进程已退出，或从未启动。containerd 自己不会重启它。',
      en: 'The task of {named.name}, which the alert names, is {named.status} (NONE: it has none): its process has ended, or was never started. Containerd itself does not restart it.',
    },
    severity: 'critical',
    explains: goneNeighbours,
    about: ['named.name'],
    hints: `${hints}|down|exit|not running|挂了|退出|没有运行`,
    probes: ['containers'],
    confirm: ['named.status', 'matches', '^(NONE|STOPPED)$'],
    refute: ['named.status', 'matches', '^RUNNING$'],
    advice: {
      'zh-CN': '退出码与原因要看创建它的一方（kubelet、nerdctl、单元文件）的日志，并由它重启。',
      en: 'Whoever made it (kubelet, nerdctl, a unit) has its exit code and reason in its log, and restarts it.',
    },
    source: 'containerd: tasks and containers, docs/getting-started.md',
  },
  {
    ...common,
    id: 'containerd.shim-left-over',
    title: { 'zh-CN': '残留的 shim 进程：{shims.leftOverName} 没有任务', en: 'Orphaned shim left over: {shims.leftOverName} has no task' },
    explanation: {
      'zh-CN':
        'shim 进程 {shims.leftOverPid} 已存在 {shims.leftOverSeconds|duration}，而 containerd 不知道它的任务（共 {shims.leftOver} 个）：状态目录丢失或接管失败，容器里的进程可能还在跑，占着端口与内存。',
      en: 'Shim {shims.leftOverPid} is {shims.leftOverSeconds|duration} old, and containerd knows no task of it ({shims.leftOver} in all): its state was lost or could not be taken up. Processes of the container may still run, and hold ports and memory.',
    },
    severity: 'warning',
    about: ['shims.leftOverName'],
    hints: `${hints}|shim|orphan|leak|port|address already in use|残留|孤儿|端口`,
    probes: ['containers'],
    // A task that is being made has its shim some moments earlier.
    confirm: {
      all: [
        ['shims.leftOver', '>', 0],
        ['shims.leftOverSeconds', '>=', 120],
      ],
    },
    likelyWhenHinted: ['shims.leftOver', '>', 0],
    refute: ['shims.leftOver', '==', 0],
    advice: {
      'zh-CN': '看它的子进程（ps --ppid）是不是还有人需要；不需要时由人先结束子进程，再结束 shim。',
      en: 'See whether anybody needs its children (ps --ppid); if not, a person ends those first, then the shim.',
    },
    source: 'containerd: runtime v2, shim lifecycle',
  },
];
