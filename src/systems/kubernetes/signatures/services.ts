/** Faults that leave a service or an ingress without anybody behind it. */

import type { Signature } from '../../../domain/signature.ts';

const common = { kind: 'kubernetes', role: 'cause', severity: 'critical' } as const;
const hints = 'service|endpoint|selector|503|502|unreachable|connection refused|服务|不可用|连不上|不通';

export const serviceSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'kubernetes.selector-matches-no-pod',
    title: {
      'zh-CN': 'Service {services.selectorMatchesNoneNamespace}/{services.selectorMatchesNoneName} 的选择器选不中任何 Pod',
      en: 'The selector of service {services.selectorMatchesNoneNamespace}/{services.selectorMatchesNoneName} matches no pod',
    },
    explanation: {
      'zh-CN':
        '选择器是 {services.selector}，而最接近的 Pod {services.nearestPod} 的标签是 {services.nearestLabels}：Service 没有后端，访问它会失败。',
      en: 'The selector asks for {services.selector}, and the nearest pod {services.nearestPod} has the labels {services.nearestLabels}: the service has no endpoints, and connections to it fail.',
    },
    hints,
    probes: ['services'],
    confirm: {
      all: [
        ['services.selectorMatchesNone', '>', 0],
        ['services.nearestPod', '!=', ''],
      ],
    },
    refute: ['services.selectorMatchesNone', '==', 0],
    advice: {
      'zh-CN': '让选择器与 Pod 标签一致；先看是哪一边最近被改过。',
      en: 'Make the selector and the labels of the pods agree; see first which of the two was changed of late.',
    },
    remedies: [
      {
        action: 'set-selector',
        arguments: {
          ...{ namespace: '{services.selectorMatchesNoneNamespace}', name: '{services.selectorMatchesNoneName}' },
          ...{ label: '{services.mismatchLabel}', value: '{services.mismatchValue}' },
        },
        when: {
          all: [
            ['services.mismatchLabel', '!=', ''],
            ['services.mismatchValue', 'matches', '.'],
          ],
        },
      },
    ],
    source: 'kubernetes.io: Debug services',
  },
  {
    ...common,
    id: 'kubernetes.scaled-to-zero',
    title: {
      'zh-CN': '{services.scaledToZeroWorkload} 被缩到 0 个副本，Service {services.scaledToZeroName} 没有后端',
      en: '{services.scaledToZeroWorkload} is scaled to zero: service {services.scaledToZeroName} has no endpoints',
    },
    explanation: {
      'zh-CN': '{services.scaledToZeroNamespace} 中的 {services.scaledToZeroResource} {services.scaledToZeroWorkload} 副本数为 0。',
      en: 'The {services.scaledToZeroResource} {services.scaledToZeroWorkload} in {services.scaledToZeroNamespace} is set to 0 replicas: no pod is left to serve it.',
    },
    hints: `${hints}|scale|replicas|副本|缩容`,
    probes: ['services'],
    // Whoever scaled it down may have meant to: somebody must miss it.
    confirm: {
      all: [
        ['services.scaledToZero', '>', 0],
        ['services.selectorMatchesNone', '==', 0],
      ],
    },
    refute: ['services.scaledToZero', '==', 0],
    advice: {
      'zh-CN': '确认不是有意停用后再扩容。',
      en: 'Make sure that it was not stopped on purpose, then scale it up again.',
    },
    remedies: [
      {
        action: 'scale',
        arguments: {
          ...{ resource: '{services.scaledToZeroResource}', namespace: '{services.scaledToZeroNamespace}' },
          ...{ name: '{services.scaledToZeroWorkload}', replicas: 1 },
        },
      },
    ],
    source: 'kubernetes.io: Debug services',
  },
  {
    ...common,
    id: 'kubernetes.target-port-missing',
    title: {
      'zh-CN': 'Service {services.portMissingName} 的目标端口 {services.portMissingTarget} 不是容器的端口',
      en: 'Wrong target port {services.portMissingTarget} of service {services.portMissingName}: no container has it',
    },
    explanation: {
      'zh-CN': '容器声明的端口是 {services.portMissingPorts}，而 Service 把流量发往 {services.portMissingTarget}：连接被拒绝。',
      en: 'The containers declare the ports {services.portMissingPorts}, and the service sends its traffic to {services.portMissingTarget}: connections are refused.',
    },
    hints: `${hints}|port|端口`,
    probes: ['services'],
    // A declared port is documentation, and another may be open: only a name that is not declared leads nowhere for sure.
    confirm: {
      all: [
        ['services.portMissing', '>', 0],
        ['services.portMissingTarget', 'matches', '[a-z]'],
      ],
    },
    likely: ['services.portMissing', '>', 0],
    refute: ['services.portMissing', '==', 0],
    advice: {
      'zh-CN': '改正 Service 的 targetPort，或在容器上声明该端口。',
      en: 'Correct the targetPort of the service, or the port of the container.',
    },
    remedies: [],
    source: 'kubernetes.io: Debug services',
  },
  {
    ...common,
    id: 'kubernetes.closed-by-policy',
    title: {
      'zh-CN': '网络策略 {services.closedPolicy} 拒绝了进入 {services.closedName} 的全部流量',
      en: 'Network policy {services.closedPolicy} blocks all traffic to {services.closedName}',
    },
    explanation: {
      'zh-CN': '策略 {services.closedPolicy} 选中了 Service {services.closedName} 的 Pod，且没有任何允许进入的规则：连接会超时。',
      en: 'The policy {services.closedPolicy} selects the pods of service {services.closedName} and has no rule that lets anyone in: connections time out.',
    },
    hints: `${hints}|network ?policy|timeout|网络策略|超时`,
    probes: ['services'],
    confirm: ['services.closed', '>', 0],
    refute: ['services.closed', '==', 0],
    advice: {
      'zh-CN': '为需要访问的来源添加 ingress 规则，或撤掉这条策略。',
      en: 'Add an ingress rule for those who must come in, or take the policy back.',
    },
    remedies: [],
    source: 'kubernetes.io: Network policies',
  },
  {
    ...common,
    id: 'kubernetes.ingress-backend-missing',
    title: {
      'zh-CN': 'Ingress {ingress.backendMissingName} 指向不存在的 Service',
      en: 'Ingress {ingress.backendMissingName} points to a missing service',
    },
    explanation: {
      'zh-CN': 'Ingress {ingress.backendMissingName} 的后端 {ingress.backendMissingService} 不存在：请求得到 503。',
      en: 'The backend service {ingress.backendMissingService} of ingress {ingress.backendMissingName} does not exist: requests get a 503.',
    },
    hints: `${hints}|ingress|404|入口`,
    probes: ['ingress'],
    confirm: ['ingress.backendMissing', '>', 0],
    refute: ['ingress.backendMissing', '==', 0],
    advice: {
      'zh-CN': '恢复被删除的 Service，或改正 Ingress 里的名字。',
      en: 'Bring the service back, or correct its name in the ingress.',
    },
    remedies: [],
    source: 'kubernetes.io: Ingress',
  },
];
