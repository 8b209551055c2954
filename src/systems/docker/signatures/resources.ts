/** Running containers against their own limits, flapping health, and what the disk of the engine holds for nobody. */

import type { Signature } from '../../../domain/signature.ts';

const common = { kind: 'docker', role: 'cause', remedies: [] } as const;

export const resourceSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'docker.memory-near-limit',
    probes: ['resources'],
    title: { 'zh-CN': '{memory.name} 的内存接近上限', en: '{memory.name} is near its memory limit' },
    explanation: {
      'zh-CN': '已用 {memory.usedMib} MiB，上限 {memory.limitMib} MiB（{memory.ratio}，不含可回收的缓存）：达到上限就会被 OOM 杀死。',
      en: '{memory.usedMib} of {memory.limitMib} MiB are used ({memory.ratio}, without cache that can be given back): at the limit it is OOM killed.',
    },
    severity: 'warning',
    hints: 'memory|\\boom|内存',
    confirm: ['memory.ratio', '>=', 0.9],
    likelyWhenHinted: ['memory.ratio', '>=', 0.8],
    refute: ['memory.ratio', '<', 0.7],
    advice: { 'zh-CN': '看它是否一直在涨；不是泄漏就提高上限。', en: 'See whether it keeps growing; if it is no leak, raise the limit.' },
    remedies: [{ action: 'set-memory-limit', arguments: { container: '{memory.name}', mib: '{memory.suggestedMib}' } }],
    source: 'docs.docker.com: Resource constraints',
  },
  {
    ...common,
    id: 'docker.cpu-throttled',
    probes: ['resources'],
    title: { 'zh-CN': '{cpu.name} 达到 CPU 上限，被限流（throttled）', en: '{cpu.name} is throttled by its CPU limit' },
    explanation: {
      'zh-CN': '{cpu.throttledRatio} 的调度周期里被限流，上限 {cpu.limit} 个 CPU，正用 {cpu.used}：即使主机空闲也会变慢。',
      en: 'It is throttled in a share of {cpu.throttledRatio} of its periods: its limit is {cpu.limit} CPUs and it uses {cpu.used}. It is slow even on an idle host.',
    },
    severity: 'warning',
    hints: 'cpu|throttl|slow|latency|限流|慢|延迟',
    confirm: ['cpu.throttledRatio', '>=', 0.5],
    likelyWhenHinted: ['cpu.throttledRatio', '>=', 0.25],
    refute: ['cpu.throttledRatio', '<', 0.05],
    advice: {
      'zh-CN': '提高 CPU 上限，或找出它在算什么；线程数按上限而不是主机核数来设。',
      en: 'Raise the limit, or find out what it computes; set its threads by the limit, and not by the CPUs of the host.',
    },
    remedies: [{ action: 'set-cpu-limit', arguments: { container: '{cpu.name}', cpus: '{cpu.suggested}' } }],
    source: 'kernel.org: CFS bandwidth control; docs.docker.com: Resource constraints',
  },
  {
    ...common,
    id: 'docker.pids-near-limit',
    probes: ['resources'],
    title: { 'zh-CN': '{pids.name} 的进程数接近上限', en: '{pids.name} is near its limit of processes (pids)' },
    explanation: {
      'zh-CN': '已有 {pids.current} 个进程与线程，上限 {pids.limit}：达到上限后 fork 失败，报“资源暂时不可用”。',
      en: 'It has {pids.current} processes and threads of {pids.limit}: at the limit a fork fails with “resource temporarily unavailable”.',
    },
    severity: 'critical',
    hints: 'pids?\\b|fork|thread|process|资源暂时不可用|进程|线程',
    confirm: ['pids.ratio', '>=', 0.9],
    likelyWhenHinted: ['pids.ratio', '>=', 0.75],
    refute: ['pids.ratio', '<', 0.5],
    advice: {
      'zh-CN': '看 processes：是线程泄漏还是没有回收的僵尸（用 --init）；确实需要再提高 pids-limit。',
      en: 'See the look processes: threads that leak, or zombies that nobody reaps (use --init); raise pids-limit only if it needs them.',
    },
    source: 'kernel.org: Process Number Controller',
  },
  {
    ...common,
    id: 'docker.health-flapping',
    probes: ['events'],
    title: { 'zh-CN': '{events.flapsName} 的健康检查时好时坏', en: 'The health check of {events.flapsName} is flapping' },
    explanation: {
      'zh-CN': '近一小时 {events.flaps} 次从不健康恢复又变坏：间歇性的停顿，或检查的超时过短。',
      en: 'It turned from unhealthy to healthy and back {events.flaps} times in the hour: pauses that come and go, or a check with a short timeout.',
    },
    severity: 'warning',
    hints: 'health|flap|unstable|健康|抖动|不稳定',
    confirm: ['events.flaps', '>=', 3],
    refute: ['events.flaps', '==', 0],
    advice: {
      'zh-CN': '对照同一时刻的 CPU 限流、GC 与依赖。',
      en: 'Hold it against throttled CPU, garbage collection and what it depends on at those times.',
    },
    source: 'docs.docker.com: Dockerfile HEALTHCHECK',
  },
  {
    ...common,
    id: 'docker.dangling-images',
    probes: ['disk'],
    title: { 'zh-CN': '悬空镜像占用 {disk.danglingMib} MiB', en: 'Dangling images take {disk.danglingMib} MiB' },
    explanation: {
      'zh-CN': '{images.dangling} 个没有标签、也没有容器使用的镜像共 {disk.danglingMib} MiB，可以回收。',
      en: '{images.dangling} images without a tag and without a container take {disk.danglingMib} MiB, which can be had back.',
    },
    severity: 'warning',
    hints: 'disk|space|full|image|prune|磁盘|空间|满|镜像|清理',
    confirm: ['disk.danglingBytes', '>=', 10_737_418_240],
    likelyWhenHinted: ['disk.danglingBytes', '>=', 1_073_741_824],
    refute: ['images.dangling', '==', 0],
    advice: { 'zh-CN': '清理悬空镜像；构建机上定期清理。', en: 'Remove dangling images; on build machines do so regularly.' },
    remedies: [{ action: 'prune-dangling-images', arguments: {} }],
    source: 'docs.docker.com: Prune unused Docker objects',
  },
  {
    ...common,
    id: 'docker.layer-growing',
    probes: ['disk'],
    title: {
      'zh-CN': '{disk.largestLayerName} 往容器层里写了 {disk.largestLayerMib} MiB',
      en: '{disk.largestLayerName} has written {disk.largestLayerMib} MiB into its own layer',
    },
    explanation: {
      'zh-CN': '数据写在容器层而不是卷里：占用 Docker 数据目录，并随容器一起消失。',
      en: 'It writes into the layer of the container and not to a volume: that fills the data directory of Docker, and is lost with the container.',
    },
    severity: 'warning',
    hints: 'disk|space|full|磁盘|空间|满',
    confirm: ['disk.largestLayerMib', '>=', 10_240],
    likelyWhenHinted: ['disk.largestLayerMib', '>=', 1_024],
    refute: ['disk.largestLayerMib', '<', 100],
    advice: {
      'zh-CN': '看写的是什么（docker diff），改写到卷里或加轮转。',
      en: 'See what it writes (docker diff); give it a volume, or have it rotate.',
    },
    source: 'docs.docker.com: Storage drivers, container size on disk',
  },
  {
    ...common,
    id: 'docker.image-missing',
    probes: ['disk'],
    title: { 'zh-CN': '{images.orphanName} 的镜像已不在本机', en: 'The image of {images.orphanName} is missing (gone)' },
    explanation: {
      'zh-CN': '容器还在，它的镜像却被强制删除：不能按原样重建，停止后也可能起不来。',
      en: 'The container is there, but its image was removed by force: it can’t be made anew as it was, and may not start again once it ends.',
    },
    severity: 'warning',
    hints: 'image|pull|no such image|镜像',
    confirm: {
      all: [
        ['images.orphanName', '!=', ''],
        ['images.count', '>=', 0],
      ],
    },
    refute: ['images.orphanName', '==', ''],
    advice: { 'zh-CN': '重新拉取或构建该镜像。', en: 'Pull or build that image again.' },
    source: 'docs.docker.com: docker image rm',
  },
];
