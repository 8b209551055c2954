/** Facts that tell a time: how long something has run, how long ago something happened. Names follow one convention over all kinds. */

import type { OnsetKind } from '../../domain/course.ts';
import type { Evidence, Facts, FactValue } from '../../domain/evidence.ts';
import { fillText, type LocalText, withoutUnfilled } from '../../domain/text.ts';

interface TimeFact {
  /** Matches the whole name of a fact that holds seconds before the look. */
  readonly name: RegExp;
  readonly kind: OnsetKind;
  /** `{fact}` is filled from the same piece of evidence; what has no value is left out with its sentence. */
  readonly text: LocalText;
  /** The time means something only when this fact is more than nothing. */
  readonly when?: string;
}

const timeFacts: readonly TimeFact[] = [
  { name: /^(identity|device)\.uptimeSeconds$/, kind: 'restart', text: { 'zh-CN': '系统启动', en: 'booted' } },
  { name: /(^|\.)uptimeSeconds$/, kind: 'restart', text: { 'zh-CN': '进程启动', en: 'was started' } },
  {
    name: /^services\.youngest\.ageSeconds$/,
    kind: 'restart',
    text: { 'zh-CN': '服务 {services.youngest.name} 启动', en: 'service {services.youngest.name} was started' },
  },
  {
    name: /^kernel\.oom\.ageSeconds$/,
    kind: 'event',
    when: 'kernel.oomKills',
    text: { 'zh-CN': '内核因内存不足杀死 {kernel.oom.victim}', en: 'the kernel killed {kernel.oom.victim} for want of memory' },
  },
  {
    name: /^changes\.lastPackageAgeSeconds$/,
    kind: 'deploy',
    when: 'changes.packages',
    text: { 'zh-CN': '软件包变更：{changes.lastPackage}', en: 'package changed: {changes.lastPackage}' },
  },
  {
    name: /^changes\.etcNewestAgeSeconds$/,
    kind: 'config',
    when: 'changes.etcFiles',
    text: { 'zh-CN': '{changes.etcNewest} 被修改', en: '{changes.etcNewest} was changed' },
  },
  { name: /^config\.changedSecondsAgo$/, kind: 'config', text: { 'zh-CN': '配置文件被修改', en: 'its configuration file was changed' } },
  { name: /^processes\.loadedSecondsAgo$/, kind: 'config', text: { 'zh-CN': '重新加载配置', en: 'its configuration was loaded' } },
  {
    name: /^cpu\.top\.ageSeconds$/,
    kind: 'restart',
    text: {
      'zh-CN': '现在最占 CPU 的 {cpu.top.command|command} 启动',
      en: 'what uses most CPU now was started: {cpu.top.command|command}',
    },
  },
  {
    name: /^logs\.newErrorAgoSeconds$/,
    kind: 'log',
    when: 'logs.newErrors',
    text: { 'zh-CN': '首次出现错误日志：{logs.newError}', en: 'first seen in its log: {logs.newError}' },
  },
  { name: /^innodb\.deadlockSecondsAgo$/, kind: 'event', text: { 'zh-CN': '最近一次死锁', en: 'its last deadlock' } },
  { name: /^server\.flushedSecondsAgo$/, kind: 'event', text: { 'zh-CN': '缓存被清空', en: 'everything in it was flushed' } },
  {
    name: /^wal\.archive\.failedSecondsAgo$/,
    kind: 'event',
    text: { 'zh-CN': '最近一次 WAL 归档失败', en: 'its last failure to archive WAL' },
  },
  { name: /^dumps\.newestAgeSeconds$/, kind: 'event', text: { 'zh-CN': '生成了堆转储', en: 'it wrote a heap dump' } },
  { name: /^errors\.memorySecondsAgo$/, kind: 'event', text: { 'zh-CN': '最近一次超出内存限制', en: 'it last ran over its memory limit' } },
  {
    name: /^events\.topFirstAgeSeconds$/,
    kind: 'event',
    when: 'events.warnings',
    text: { 'zh-CN': '开始出现 {events.topReason}（{events.topObject}）', en: 'first {events.topReason} of {events.topObject}' },
  },
];

export interface ToldTime {
  readonly fact: string;
  readonly kind: OnsetKind;
  readonly secondsBefore: number;
  readonly text: LocalText;
}

/** Pure. Times that the facts of one look tell; negative and absurd ones are left out. */
export function toldTimes({ facts, status }: Pick<Evidence, 'facts' | 'status'>): readonly ToldTime[] {
  if (status !== 'ok') return [];
  return Object.entries(facts).flatMap(([name, value]) => {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) return [];
    const known = timeFacts.find((each) => each.name.test(name));
    if (known === undefined || (known.when !== undefined && !isSomething(facts[known.when]))) return [];
    const text = withoutUnfilled(fillText(known.text, valuesOf(facts)));
    return text.en === '' ? [] : [{ fact: name, kind: known.kind, secondsBefore: value, text }];
  });
}

function isSomething(value: FactValue | undefined): boolean {
  return value !== undefined && value !== null && value !== 0 && value !== '' && value !== false;
}

/** Long lines of a log are cut where a line of the course ends. */
function valuesOf(facts: Facts): Facts {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, 120) : value]));
}
