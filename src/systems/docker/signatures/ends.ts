/** Containers that end again and again, by what their exit code means, and those that have ended for good. */

import type { Condition, Signature } from '../../../domain/signature.ts';
import { goneNeighbours } from './neighbours.ts';

const hints = 'container|docker|restart|crash|loop|exit|down|unavailable|容器|重启|崩溃|退出|起不来|挂[了掉]|宕|停了|不可用';
const common = {
  kind: 'docker',
  role: 'cause',
  severity: 'critical',
  about: ['loop.name'],
  apart: 'loop.apart',
  remedies: [],
  probes: ['containers'],
  hints,
} as const;

const isLooping: Condition = ['containers.looping', '>', 0];
/** What memory ends, and a name that does not resolve, are told as that. */
const loopsBy = (...codes: readonly Condition[]): Condition => ({
  all: [isLooping, ['loop.isOom', '==', false], ['loop.isDns', '==', false], { any: codes }],
});
const code = (value: number): Condition => ['loop.exitCode', '==', value];
const notLooping: Condition = ['containers.looping', '==', 0];
const told = {
  'zh-CN':
    '{loop.name} 已重启 {loop.restarts} 次，每次以退出码 {loop.exitCode} 结束，输出：{loop.lastLine}。它的前一行：{loop.before}。挂载（主机路径在前，容器路径在后）：{loop.mounts}。',
  en: '{loop.name} was restarted {loop.restarts} times, and exits each time with code {loop.exitCode}. It says: {loop.lastLine}. The line before: {loop.before}. Mounted (host path:container path): {loop.mounts}.',
} as const;
const source = 'docs.docker.com: docker run, exit status; signal(7)';

export const endSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'docker.restart-loop',
    role: 'symptom',
    title: { 'zh-CN': '容器 {loop.name} 反复重启（崩溃循环）', en: 'Container {loop.name} keeps restarting (crash loop)' },
    explanation: { 'zh-CN': `${told['zh-CN']}重启策略 {loop.policy}。`, en: `${told.en} Restart policy {loop.policy}.` },
    confirm: isLooping,
    refute: notLooping,
    advice: { 'zh-CN': '看退出码与最后的输出。', en: 'See its exit code and its last lines.' },
    source,
  },
  {
    ...common,
    id: 'docker.loop-application',
    title: { 'zh-CN': '{loop.name} 启动即报错退出：{loop.lastLine}', en: '{loop.name} exits with its own error: {loop.lastLine}' },
    explanation: {
      'zh-CN': `${told['zh-CN']}这是程序自己的退出码：配置缺失、依赖不可用或新版本有误。`,
      en: `${told.en} The code is the program's own: a setting that is missing, a dependency that is down, or a bad release.`,
    },
    explains: ['docker.restart-loop', ...goneNeighbours],
    confirm: { all: [loopsBy(['loop.exitCode', '>=', 1]), ['loop.exitCode', '<=', 124]] },
    refute: notLooping,
    advice: {
      'zh-CN': '按输出修正配置或依赖；若刚发布，回到上一个镜像。',
      en: 'Mend what it names; after a release, go back to the image before.',
    },
    source,
  },
  {
    ...common,
    id: 'docker.loop-command',
    title: { 'zh-CN': '{loop.name} 无法启动：启动命令无法执行', en: '{loop.name} can’t start: its command can’t be executed' },
    explanation: {
      'zh-CN': `${told['zh-CN']}126 是不可执行，127 是找不到：命令 {loop.command}，{loop.error}。`,
      en: `${told.en} 126 means not executable, 127 not found: the command is {loop.command}, {loop.error}.`,
    },
    explains: ['docker.restart-loop', ...goneNeighbours],
    confirm: loopsBy(code(125), code(126), code(127)),
    refute: notLooping,
    advice: {
      'zh-CN': '核对镜像里的路径与执行权限、换行符（CRLF）、动态库与 CPU 架构。',
      en: 'Check the path and its mode in the image, line ends (CRLF), libraries, and the architecture.',
    },
    source,
  },
  {
    ...common,
    id: 'docker.loop-killed',
    title: {
      'zh-CN': '{loop.name} 被 SIGKILL 杀死（137），但不是自己的内存上限',
      en: '{loop.name} is killed (SIGKILL, 137), not by its own memory limit',
    },
    explanation: {
      'zh-CN': `${told['zh-CN']}引擎没有记录 OOM：可能是主机内存不足、存活检查或别的程序在杀它。`,
      en: `${told.en} No out-of-memory is recorded of it: the host may be out of memory, or a probe or somebody kills it.`,
    },
    explains: ['docker.restart-loop', ...goneNeighbours],
    confirm: loopsBy(code(137)),
    refute: notLooping,
    advice: {
      'zh-CN': '在主机看 dmesg 的 OOM 记录与 docker events 里的 kill。',
      en: 'Look for kills in dmesg of the host, and in docker events.',
    },
    source,
  },
  {
    ...common,
    id: 'docker.loop-crash',
    title: { 'zh-CN': '{loop.name} 崩溃（退出码 {loop.exitCode}）', en: '{loop.name} crashes (exit code {loop.exitCode})' },
    explanation: {
      'zh-CN': `${told['zh-CN']}139 是段错误，134 是 abort，132 是 CPU 不支持的指令，135 是总线错误。`,
      en: `${told.en} 139 is a segmentation fault, 134 an abort, 132 an instruction that this CPU lacks, 135 a bus error.`,
    },
    explains: ['docker.restart-loop', ...goneNeighbours],
    confirm: loopsBy(code(139), code(134), code(132), code(135), code(136)),
    refute: notLooping,
    advice: {
      'zh-CN': '取 core dump；看是否换了镜像、基础库（musl/glibc）或机器架构。',
      en: 'Take a core dump; see whether the image, its base library (musl, glibc) or the machine has changed.',
    },
    source,
  },
  {
    ...common,
    id: 'docker.loop-terminated',
    title: { 'zh-CN': '{loop.name} 反复被终止：收到 SIGTERM（143）', en: '{loop.name} is terminated again and again (SIGTERM, 143)' },
    explanation: {
      'zh-CN': `${told['zh-CN']}它被要求退出，而不是自己出错：外部的编排、看门狗或它自己的监督进程。`,
      en: `${told.en} It is asked to end, and does not fail by itself: by an orchestrator, a watchdog, or its own supervisor.`,
    },
    explains: ['docker.restart-loop', ...goneNeighbours],
    confirm: loopsBy(code(143), code(130)),
    refute: notLooping,
    advice: {
      'zh-CN': '看 docker events 里是谁的 kill；没有则来自容器内部。',
      en: 'See the kills in docker events; without any it comes from within.',
    },
    source,
  },
  {
    ...common,
    id: 'docker.loop-ends-well',
    severity: 'warning',
    title: { 'zh-CN': '{loop.name} 每次都正常退出（0），又被重启', en: '{loop.name} exits normally (0) each time, and is restarted' },
    explanation: {
      'zh-CN': `${told['zh-CN']}前台进程转入后台或任务已做完，而策略 {loop.policy} 让它重来。`,
      en: `${told.en} Its main process goes to the background or its work is done, and policy {loop.policy} starts it again.`,
    },
    explains: ['docker.restart-loop', ...goneNeighbours],
    confirm: loopsBy(code(0)),
    refute: notLooping,
    advice: {
      'zh-CN': '让进程留在前台（如 daemon off）；一次性任务用策略 no 或 on-failure。',
      en: 'Keep the process in the foreground; give a job the policy no or on-failure.',
    },
    source: 'docs.docker.com: start containers automatically',
  },
  {
    ...common,
    id: 'docker.loop-dns',
    title: { 'zh-CN': '{loop.name} 域名解析失败（DNS），反复退出', en: '{loop.name} exits because DNS resolution failed' },
    explanation: {
      'zh-CN': `${told['zh-CN']}容器里的 DNS 不通，或所依赖的容器不在同一网络。`,
      en: `${told.en} DNS does not work within it, or what it needs is not in the same network.`,
    },
    explains: ['docker.restart-loop', ...goneNeighbours],
    hints: `${hints}|dns|resolve|域名|解析`,
    confirm: { all: [isLooping, ['loop.isDns', '==', true]] },
    refute: notLooping,
    advice: {
      'zh-CN': '默认 bridge 网络不按名字解析容器，请用自建网络；再看主机的 resolv.conf 与 daemon.json 的 dns。',
      en: 'The default bridge does not resolve names of containers: use a network of your own. Then see resolv.conf of the host and dns in daemon.json.',
    },
    source: 'docs.docker.com: Networking overview, DNS services',
  },
  {
    ...common,
    id: 'docker.ended',
    title: {
      'zh-CN': '容器 {ended.name} 异常退出（退出码 {ended.exitCode}）',
      en: 'Container {ended.name} exited with code {ended.exitCode}',
    },
    explanation: {
      'zh-CN':
        '它在 {ended.agoSeconds} 秒前以退出码 {ended.exitCode} 结束，没有看到有人停止它，输出：{ended.lastLine}；策略 {ended.policy}，已重启 {ended.restarts} 次，不会再自动拉起。',
      en: 'It ended {ended.agoSeconds} s ago with exit code {ended.exitCode}, and no stop by hand is seen. It says: {ended.lastLine}. With policy {ended.policy} and {ended.restarts} restarts it does not restart by itself.',
    },
    explains: ['docker.no-restart-policy', ...goneNeighbours],
    about: ['ended.name'],
    apart: 'ended.apart',
    confirm: {
      all: [
        ['containers.ended', '>', 0],
        ['ended.exitCode', '!=', 0],
        ['ended.isNoSpace', '==', false],
      ],
    },
    refute: ['containers.ended', '==', 0],
    advice: {
      'zh-CN': '先看最后的输出，再启动；要自动恢复，给它 on-failure 或 unless-stopped 策略。',
      en: 'Read its last lines, then start it; to have it come back, give it the policy on-failure or unless-stopped.',
    },
    remedies: [{ action: 'start-container', arguments: { container: '{ended.name}' } }],
    source,
  },
  {
    ...common,
    id: 'docker.stopped',
    title: { 'zh-CN': '容器 {stopped.name} 被人停止', en: 'Container {stopped.name} was stopped by somebody' },
    explanation: {
      'zh-CN':
        '它在 {stopped.agoSeconds} 秒前停止（退出码 {stopped.exitCode}），是 docker stop 或 kill 所为，不是崩溃；策略 {stopped.policy}。',
      en: 'It stopped {stopped.agoSeconds} s ago (exit code {stopped.exitCode}), by docker stop or kill and not by a crash; policy {stopped.policy}.',
    },
    severity: 'warning',
    looksLike: ['ended'],
    confirm: {
      all: [
        ['containers.stopped', '>', 0],
        {
          any: [
            ['stopped.policy', 'matches', '^(always|unless-stopped)$'],
            ['stopped.exitCode', 'matches', '^(137|143)$'],
          ],
        },
      ],
    },
    likelyWhenHinted: ['containers.stopped', '>', 0],
    refute: ['containers.stopped', '==', 0],
    advice: { 'zh-CN': '问清是谁、为何停的；维护已结束就启动它。', en: 'Find out who stopped it and why; once that is over, start it.' },
    explains: goneNeighbours,
    about: ['stopped.name'],
    apart: 'stopped.apart',
    remedies: [{ action: 'start-container', arguments: { container: '{stopped.name}' } }],
    source: 'docs.docker.com: docker events',
  },
];
