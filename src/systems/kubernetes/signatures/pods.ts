/** Faults that keep pods from running. */

import type { Signature } from '../../../domain/signature.ts';

const common = { kind: 'kubernetes', role: 'cause' } as const;

export const podSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'kubernetes.image-not-pulled',
    title: {
      'zh-CN': '镜像拉取失败（ImagePullBackOff）：{pods.image.image}',
      en: 'Image pull failed (ImagePullBackOff): {pods.image.image}',
    },
    explanation: {
      'zh-CN':
        '{pods.image.owner} 的容器 {pods.image.container} 拉不到镜像 {pods.image.image}：{pods.image.message}。镜像名或标签写错、已被删除，或仓库拒绝登录。',
      en: 'Container {pods.image.container} of {pods.image.owner} cannot pull the image {pods.image.image}: {pods.image.message}. Its name or tag is wrong, it was removed, or the registry refuses the login.',
    },
    severity: 'critical',
    hints: 'image|ImagePullBackOff|ErrImagePull|镜像|KubePodNotReady|KubeDeploymentReplicasMismatch|KubeContainerWaiting',
    probes: ['pods'],
    confirm: ['pods.image.count', '>', 0],
    refute: ['pods.image.count', '==', 0],
    advice: {
      'zh-CN': '核对镜像标签与仓库凭据（imagePullSecrets）；若是刚发布的版本，先回退。',
      en: 'Check the tag and the login of the registry (imagePullSecrets); if this came with a release, take it back first.',
    },
    remedies: [
      {
        action: 'rollout-undo',
        arguments: { namespace: '{pods.image.namespace}', name: '{pods.image.deployment}', revision: 0 },
        when: {
          all: [
            ['pods.image.canUndo', '==', true],
            ['pods.image.deployment', '!=', ''],
          ],
        },
      },
    ],
    source: 'kubernetes.io: Images; kubernetes-mixin KubeContainerWaiting',
  },
  {
    ...common,
    id: 'kubernetes.config-missing',
    title: {
      'zh-CN': '引用的配置不存在：{config.missingKind} {config.missingNamespace}/{config.missingName}',
      en: 'Missing configuration: {config.missingKind} {config.missingNamespace}/{config.missingName}',
    },
    explanation: {
      'zh-CN':
        '{config.missingBy} 引用的 {config.missingKind} {config.missingName}（键：{config.missingKey}）不存在，容器 {pods.config.container} 无法创建：{pods.config.message}',
      en: '{config.missingBy} refers to the {config.missingKind} {config.missingName} (key: {config.missingKey}), which does not exist, and container {pods.config.container} cannot be created: {pods.config.message}',
    },
    severity: 'critical',
    explains: ['kubernetes.container-not-created'],
    hints: 'config ?map|secret|CreateContainerConfigError|配置|密钥|KubeContainerWaiting|KubePodNotReady',
    probes: ['config', 'pods'],
    confirm: {
      all: [
        ['config.missing', '>', 0],
        ['pods.config.count', '>', 0],
      ],
    },
    refute: {
      any: [
        ['config.missing', '==', 0],
        ['pods.config.count', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '恢复被删除的对象，或改正引用的名字；若引用来自刚发布的版本，先回退。',
      en: 'Bring the object back, or correct the name in the reference; if the reference came with a release, take it back first.',
    },
    remedies: [
      {
        action: 'rollout-undo',
        arguments: { namespace: '{pods.config.namespace}', name: '{pods.config.deployment}', revision: 0 },
        when: {
          all: [
            ['pods.config.canUndo', '==', true],
            ['pods.config.deployment', '!=', ''],
          ],
        },
      },
    ],
    source: 'kubernetes.io: ConfigMaps, Secrets',
  },
  {
    ...common,
    id: 'kubernetes.container-not-created',
    role: 'symptom',
    title: { 'zh-CN': '容器无法创建：{pods.config.owner}', en: 'A container cannot be created: {pods.config.owner}' },
    explanation: {
      'zh-CN': '{pods.config.pods}：容器 {pods.config.container} 无法创建：{pods.config.message}',
      en: '{pods.config.pods}: container {pods.config.container} cannot be created: {pods.config.message}',
    },
    severity: 'critical',
    probes: ['pods'],
    confirm: ['pods.config.count', '>', 0],
    refute: ['pods.config.count', '==', 0],
    advice: {
      'zh-CN': '消息里写明了缺少的对象或键、错误的命令或挂载，按其修正。',
      en: 'The message names the object or key that is missing, or the command or mount that is wrong: correct that.',
    },
    remedies: [],
    source: 'kubernetes.io: Debug pods',
  },
  {
    ...common,
    id: 'kubernetes.release-crashes',
    title: {
      'zh-CN': '新版本反复崩溃（CrashLoopBackOff）：{pods.crash.owner}',
      en: 'The new revision keeps crashing (CrashLoopBackOff): {pods.crash.owner}',
    },
    explanation: {
      'zh-CN':
        '{pods.crash.owner} 最新版本的容器 {pods.crash.container}（{pods.crash.image}）以退出码 {pods.crash.exitCode}（{pods.crash.exitReason}）反复退出，之前的版本还在。',
      en: 'Container {pods.crash.container} ({pods.crash.image}) of the newest revision of {pods.crash.owner} exits again and again with {pods.crash.exitCode} ({pods.crash.exitReason}); an earlier revision is there to go back to.',
    },
    severity: 'critical',
    explains: ['kubernetes.crash-loop'],
    hints: 'crash|KubePodCrashLooping|release|deploy|崩溃|发布|上线',
    probes: ['pods'],
    confirm: {
      all: [
        ['pods.crash.count', '>', 0],
        ['pods.crash.canUndo', '==', true],
        ['pods.oom.count', '==', 0],
      ],
    },
    refute: ['pods.crash.count', '==', 0],
    advice: {
      'zh-CN': '看 container-logs 里重启前的最后几行；先回退到上一版本，再查新版本的启动问题。',
      en: 'Read the last lines before the restart in container-logs; take the release back first, then look why it does not start.',
    },
    remedies: [
      {
        action: 'rollout-undo',
        arguments: { namespace: '{pods.crash.namespace}', name: '{pods.crash.deployment}', revision: 0 },
        when: ['pods.crash.deployment', '!=', ''],
      },
    ],
    source: 'kubernetes-mixin KubePodCrashLooping; kubernetes.io: Debug running pods',
  },
  {
    ...common,
    id: 'kubernetes.crash-loop',
    role: 'symptom',
    looksLike: ['ended'],
    title: {
      'zh-CN': '容器反复崩溃重启（CrashLoopBackOff）：{pods.crash.pods}',
      en: 'Containers keep crashing (CrashLoopBackOff): {pods.crash.pods}',
    },
    explanation: {
      'zh-CN': '容器 {pods.crash.container} 以退出码 {pods.crash.exitCode}（{pods.crash.exitReason}）反复退出：{pods.crash.message}',
      en: 'Container {pods.crash.container} exits again and again with {pods.crash.exitCode} ({pods.crash.exitReason}): {pods.crash.message}',
    },
    severity: 'critical',
    hints: 'crash|KubePodCrashLooping|restart|崩溃|重启',
    probes: ['pods'],
    confirm: ['pods.crash.count', '>', 0],
    refute: ['pods.crash.count', '==', 0],
    advice: {
      'zh-CN': '看 container-logs 里重启前的日志：缺少的变量、连不上的依赖、错误的命令都写在那里。',
      en: 'Read the log before the restart in container-logs: a variable that is missing, a dependency that is away or a wrong command stand there.',
    },
    remedies: [],
    source: 'kubernetes-mixin KubePodCrashLooping',
  },
  {
    ...common,
    id: 'kubernetes.memory-limit-too-small',
    title: {
      'zh-CN': '容器超过内存上限被杀死（OOMKilled）：{pods.oom.pod}',
      en: 'A container was OOMKilled at its memory limit: {pods.oom.pod}',
    },
    explanation: {
      'zh-CN': '内存不足：{pods.oom.pod} 的容器 {pods.oom.container} 用满内存上限 {pods.oom.limit} 后被内核 OOM 杀死。',
      en: 'Out of memory: container {pods.oom.container} of {pods.oom.pod} used up its memory limit of {pods.oom.limit} and was killed by the kernel.',
    },
    severity: 'critical',
    explains: ['kubernetes.crash-loop'],
    hints: '\\boom|memory|内存|137',
    probes: ['pods'],
    confirm: {
      all: [
        ['pods.oom.count', '>', 0],
        ['pods.oom.limit', '!=', ''],
      ],
    },
    refute: ['pods.oom.count', '==', 0],
    advice: {
      'zh-CN': '先判断是内存泄漏还是上限过小：一启动就超限是上限过小；运行数小时后才超限多为泄漏，提高上限只是缓解。',
      en: 'Tell a leak from a limit that is too small: over it at the start is the limit; over it after hours is mostly a leak, and a higher limit only buys time.',
    },
    remedies: [
      {
        action: 'set-resources',
        arguments: {
          ...{ resource: '{pods.oom.resource}', namespace: '{pods.oom.namespace}', name: '{pods.oom.name}' },
          ...{ container: '{pods.oom.container}', part: 'limits', of: 'memory', value: '{pods.oom.suggested}' },
        },
        when: {
          all: [
            ['pods.oom.resource', 'matches', '^(deployments|statefulsets|daemonsets)$'],
            ['pods.oom.suggested', '!=', ''],
          ],
        },
      },
    ],
    source: 'kubernetes.io: Assign memory resources',
  },
];
