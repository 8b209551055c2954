/** Containers that are there and don't work: memory, health, pause, a start that failed. */

import type { Signature } from '../../../domain/signature.ts';
import { goneNeighbours, hungNeighbours } from './neighbours.ts';

const hints = 'container|docker|容器';
const common = { kind: 'docker', role: 'cause', remedies: [], probes: ['containers'] } as const;

export const containerSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'docker.oom-killed',
    title: {
      'zh-CN': '{oom.name} 超出内存上限被 OOM 杀死（{oom.limitMib} MiB）',
      en: '{oom.name} was OOM killed at its memory limit ({oom.limitMib} MiB)',
    },
    explanation: {
      'zh-CN': '它达到自己的内存上限 {oom.limitMib} MiB，被内核杀死（OOM，退出码 137），已重启 {oom.restarts} 次：上限偏小，或程序有泄漏。',
      en: 'The kernel killed it at its own limit of {oom.limitMib} MiB (out of memory, exit code 137); {oom.restarts} restarts so far. The limit is too small, or the program leaks.',
    },
    severity: 'critical',
    explains: [
      'docker.no-restart-policy',
      'docker.restart-loop',
      'docker.ended',
      'docker.loop-killed',
      'docker.memory-near-limit',
      'docker.unhealthy',
    ],
    about: ['oom.name'],
    apart: 'oom.apart',
    hints: `${hints}|\\boom|memory|137|killed|内存|被杀`,
    confirm: {
      all: [
        ['containers.oomKilled', '>', 0],
        ['oom.hasLimit', '==', true],
      ],
    },
    likely: ['containers.oomKilled', '>', 0],
    refute: ['containers.oomKilled', '==', 0],
    advice: {
      'zh-CN': '先看用量是否一直上涨（泄漏）；不是就提高上限，并让运行时（JVM、Node）知道它。',
      en: 'See whether it only ever grows (a leak); if not, raise the limit, and tell its runtime (JVM, Node) of it.',
    },
    remedies: [
      { action: 'set-memory-limit', arguments: { container: '{oom.name}', mib: '{oom.suggestedMib}' }, when: ['oom.hasLimit', '==', true] },
      { action: 'start-container', arguments: { container: '{oom.name}' }, when: ['oom.isRunning', '==', false] },
    ],
    remedyMode: 'sequence',
    source: 'docs.docker.com: Resource constraints, out of memory',
  },
  {
    ...common,
    id: 'docker.unhealthy',
    title: { 'zh-CN': '{sick.name} 健康检查失败：{sick.output}', en: '{sick.name} fails its health check: {sick.output}' },
    explanation: {
      'zh-CN': '连续 {sick.streak} 次失败，退出码 {sick.exitCode}，最近的输出：{sick.output}。Docker 自己不会因此重启它。',
      en: 'It has failed {sick.streak} times in a row, with exit code {sick.exitCode}. The latest output: {sick.output}. Docker itself does not restart it for that.',
    },
    severity: 'critical',
    explains: hungNeighbours,
    about: ['sick.name'],
    apart: 'sick.apart',
    hints: `${hints}|health|unhealthy|check|健康|不健康|检查`,
    confirm: ['containers.unhealthy', '>', 0],
    refute: ['containers.unhealthy', '==', 0],
    advice: {
      'zh-CN': '按检查的输出处理；检查本身的命令不存在（127）或超时过短也会如此。',
      en: 'Follow what the check says; a check whose command is missing (127) or whose timeout is short looks the same.',
    },
    remedies: [
      {
        action: 'restart-container',
        arguments: { container: '{sick.name}' },
        // A check that asks for what isn't there does so after a restart as well.
        when: { not: ['sick.output', 'matches', 'no such file|not found|\\b404\\b|无此文件|没有那个文件'] },
      },
    ],
    source: 'docs.docker.com: Dockerfile HEALTHCHECK',
  },
  {
    ...common,
    id: 'docker.paused',
    title: { 'zh-CN': '容器 {paused.name} 处于暂停（paused），没有响应', en: 'Container {paused.name} is paused and does not respond' },
    explanation: {
      'zh-CN': '它的进程都被冻结：连接能建立，却没有应答，请求卡住（共 {containers.paused} 个）。',
      en: 'All its processes are frozen: connections may be made, nothing answers, and requests hang ({containers.paused} in all).',
    },
    severity: 'critical',
    explains: ['docker.unhealthy', ...hungNeighbours],
    about: ['paused.name'],
    apart: 'paused.apart',
    hints: `${hints}|pause|frozen|hang|no answer|暂停|冻结|卡住|无响应`,
    confirm: ['containers.paused', '>', 0],
    refute: ['containers.paused', '==', 0],
    advice: {
      'zh-CN': '问清是谁暂停的（备份、快照工具也会），然后恢复。',
      en: 'Find out who paused it (backups do so, too), then let it go on.',
    },
    remedies: [{ action: 'unpause-container', arguments: { container: '{paused.name}' } }],
    source: 'docs.docker.com: docker pause',
  },
  {
    ...common,
    id: 'docker.port-conflict',
    title: {
      'zh-CN': '端口 {conflict.port} 已被占用，{conflict.name} 无法启动',
      en: 'Port {conflict.port} is already in use (taken): {conflict.name} can’t start',
    },
    explanation: {
      'zh-CN': '启动失败：{conflict.error}。',
      en: 'It failed to start: {conflict.error}.',
    },
    severity: 'critical',
    explains: ['docker.start-failed', 'docker.ended', ...goneNeighbours],
    about: ['conflict.name'],
    hints: `${hints}|port|address already in use|bind|端口|占用`,
    // Who was refused may have removed the container: that none waits for a port does not refute it.
    quoted:
      'port is already allocated|failed to bind host port .{1,80}address already in use|Ports are not available: |(userland proxy|0\\.0\\.0\\.0:\\d+): (listen tcp .{1,60}: )?bind: address already in use',
    confirm: ['conflict.name', '!=', ''],
    advice: {
      'zh-CN': '在主机用 ss -ltnp 看谁占着端口：旧容器还是主机上的进程。',
      en: 'See with ss -ltnp on the host who has the port: an older container, or a process of the host.',
    },
    source: 'docs.docker.com: published ports; bind(2) EADDRINUSE',
  },
  {
    ...common,
    id: 'docker.start-failed',
    title: { 'zh-CN': '容器 {failed.name} 启动失败', en: 'Container {failed.name} failed to start' },
    explanation: { 'zh-CN': '退出码 {failed.exitCode}：{failed.error}', en: 'Exit code {failed.exitCode}: {failed.error}' },
    severity: 'critical',
    explains: goneNeighbours,
    about: ['failed.name'],
    hints: `${hints}|start|create|启动|创建`,
    confirm: ['failed.exitCode', 'exists', true],
    refute: ['failed.name', '==', ''],
    advice: {
      'zh-CN': '按错误修正命令、挂载或设备后重新创建。',
      en: 'Mend the command, mount or device that it names, and make it anew.',
    },
    source: 'docs.docker.com: docker run, exit status',
  },
  {
    ...common,
    id: 'docker.start-command',
    title: { 'zh-CN': '{failed.name} 启动失败：启动命令无法执行', en: '{failed.name} failed to start: its command can’t be executed' },
    explanation: {
      'zh-CN': '启动失败，退出码 {failed.exitCode}：镜像里找不到这个命令、它不可执行，或架构不符。{failed.error}',
      en: 'Its start failed with exit code {failed.exitCode}: the command is not found in the image, is not executable, or is for another architecture. {failed.error}',
    },
    severity: 'critical',
    explains: [
      'docker.command-missing',
      'docker.image-architecture-differs',
      'docker.runtime-create-failed',
      'docker.start-failed',
      ...goneNeighbours,
    ],
    about: ['failed.name'],
    hints: `${hints}|start|command|启动|命令`,
    confirm: {
      all: [
        {
          any: [
            ['failed.exitCode', '==', 126],
            ['failed.exitCode', '==', 127],
          ],
        },
        ['failed.error', 'matches', 'exec: |exec format error|executable file not found'],
      ],
    },
    refute: ['failed.name', '==', ''],
    advice: {
      'zh-CN': '核对镜像标签、命令路径与执行权限；若刚发布，回到上一个镜像。',
      en: 'Check the tag of the image, the path and mode of the command; after a release, go back to the image before.',
    },
    source: 'docs.docker.com: docker run, exit status 126 and 127',
  },
  {
    ...common,
    id: 'docker.no-space',
    title: { 'zh-CN': '磁盘已满（空间不足），容器因此失败', en: 'Disk full (no space left): containers fail' },
    explanation: {
      'zh-CN': '容器的错误是 “no space left on device”（{ended.name} {failed.name}）：Docker 数据目录或它的卷已满。',
      en: 'A container says “no space left on device” ({ended.name} {failed.name}): the data directory of Docker or a volume is full.',
    },
    severity: 'critical',
    explains: ['docker.data-root-full', 'docker.start-failed', 'docker.ended'],
    hints: `${hints}|disk|space|full|磁盘|空间|满`,
    confirm: {
      any: [
        ['ended.isNoSpace', '==', true],
        ['failed.isNoSpace', '==', true],
      ],
    },
    refute: {
      all: [
        ['ended.name', '==', ''],
        ['failed.name', '==', ''],
      ],
    },
    advice: {
      'zh-CN': '看 disk：悬空镜像、无上限的日志、构建缓存、无主的卷；先腾空间，再启动容器。',
      en: 'See the look disk: dangling images, logs without an end, build caches, volumes of nobody. Make room first, then start the container.',
    },
    remedies: [{ action: 'prune-dangling-images', arguments: {} }],
    source: 'docs.docker.com: Prune unused Docker objects; ENOSPC',
  },
  {
    ...common,
    id: 'docker.dead',
    title: { 'zh-CN': '容器 {dead.name} 处于 dead 状态（删除失败）', en: 'Container {dead.name} is dead (its removal failed)' },
    explanation: {
      'zh-CN': '引擎删除它时失败（多半是目录仍被占用），共 {containers.dead} 个；它不能再启动。',
      en: 'The engine failed to remove it, mostly because its directory is in use; {containers.dead} in all. It can’t be started again.',
    },
    severity: 'warning',
    hints: `${hints}|dead|remove|删除`,
    confirm: ['containers.dead', '>', 0],
    refute: ['containers.dead', '==', 0],
    advice: {
      'zh-CN': '找出占着它挂载点的进程，再由人删除它。',
      en: 'Find the process that holds its mount; a person may then remove it.',
    },
    source: 'docs.docker.com: container states',
  },
  {
    ...common,
    id: 'docker.no-restart-policy',
    role: 'symptom',
    title: { 'zh-CN': '{policy.name} 没有重启策略', en: '{policy.name} has no restart policy' },
    explanation: {
      'zh-CN': '{policy.without} 个容器没有重启策略：它们或主机一旦停止，就不会自己回来。',
      en: '{policy.without} containers have no restart policy: once they or the host stop, they do not come back by themselves.',
    },
    severity: 'info',
    hints: 'restart policy|come back|after reboot|重启策略|自动重启|开机',
    confirm: ['policy.hasEnded', '==', true],
    likelyWhenHinted: ['policy.without', '>', 0],
    refute: ['policy.without', '==', 0],
    advice: { 'zh-CN': '长期运行的服务设 unless-stopped。', en: 'Give what is meant to run the policy unless-stopped.' },
    remedies: [{ action: 'set-restart-policy', arguments: { container: '{policy.name}', policy: 'unless-stopped' } }],
    source: 'docs.docker.com: start containers automatically',
  },
];
