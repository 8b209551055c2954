/** Faults of nodes, room, quotas, storage, DNS and the control plane. */

import type { Signature } from '../../../domain/signature.ts';

const common = { kind: 'kubernetes', role: 'cause', severity: 'critical', remedies: [] } as const;

export const clusterSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'kubernetes.quota-exhausted',
    title: {
      'zh-CN': '配额（ResourceQuota）用尽，新 Pod 被拒绝：{quotas.worstName}',
      en: 'Resource quota used up, new pods are refused: {quotas.worstName}',
    },
    explanation: {
      'zh-CN':
        '{workloads.refusedName} 建不出 Pod：{workloads.refusedMessage}。配额 {quotas.worstName} 的 {quotas.worstResource} 已用 {quotas.worstUsed}，上限 {quotas.worstHard}。',
      en: '{workloads.refusedName} cannot create its pods: {workloads.refusedMessage}. Of {quotas.worstResource} in quota {quotas.worstName} {quotas.worstUsed} of {quotas.worstHard} are used.',
    },
    hints: 'quota|KubeQuota|forbidden|exceeded|配额',
    probes: ['workloads', 'quotas'],
    confirm: {
      all: [
        ['workloads.refused', '>', 0],
        ['workloads.refusedMessage', 'matches', 'exceeded quota'],
      ],
    },
    refute: ['workloads.refused', '==', 0],
    advice: {
      'zh-CN': '提高配额，或缩减命名空间里不需要的工作负载；也要看是不是请求值写得过大。',
      en: 'Raise the quota, or scale down what the namespace does not need; see also whether the requests are larger than need be.',
    },
    source: 'kubernetes.io: Resource quotas; kubernetes-mixin KubeQuotaExceeded',
  },
  {
    ...common,
    id: 'kubernetes.node-cordoned-no-room',
    title: {
      'zh-CN': 'Pod 无法调度：节点 {nodes.cordonedName} 停止调度（cordon）',
      en: 'Pods cannot be scheduled: node {nodes.cordonedName} is cordoned',
    },
    explanation: {
      'zh-CN': '{pods.unschedulablePod} 一直 Pending，找不到节点：{pods.unschedulableMessage}。',
      en: '{pods.unschedulablePod} stays Pending and finds no node: {pods.unschedulableMessage}.',
    },
    hints: 'pending|schedul|cordon|node|调度|节点',
    explains: ['kubernetes.no-room'],
    probes: ['pods', 'nodes'],
    confirm: {
      all: [
        ['pods.unschedulable', '>', 0],
        ['nodes.cordoned', '>', 0],
        ['pods.unschedulableMessage', 'matches', 'unschedulable'],
      ],
    },
    refute: {
      any: [
        ['pods.unschedulable', '==', 0],
        ['nodes.cordoned', '==', 0],
      ],
    },
    advice: {
      'zh-CN': '若维护已结束，恢复该节点的调度；否则增加节点。',
      en: 'Open the node again if its maintenance is over; else add a node.',
    },
    remedies: [{ action: 'uncordon', arguments: { node: '{nodes.cordonedName}' } }],
    source: 'kubernetes.io: Safely drain a node',
  },
  {
    ...common,
    id: 'kubernetes.no-room',
    title: {
      'zh-CN': 'Pod {pods.unschedulablePod} 无法调度：节点资源不足',
      en: 'Pod {pods.unschedulablePod} cannot be scheduled: no node has room',
    },
    explanation: {
      'zh-CN':
        '它一直 Pending，调度器说：{pods.unschedulableMessage}。节点资源最多已申请 CPU {nodes.cpuRequestedRatio}、内存 {nodes.memoryRequestedRatio}（{nodes.fullestName}）。',
      en: 'It stays Pending; the scheduler says: {pods.unschedulableMessage}. At most {nodes.cpuRequestedRatio} of CPU and {nodes.memoryRequestedRatio} of memory of a node are requested ({nodes.fullestName}).',
    },
    hints: 'pending|schedul|insufficient|capacity|调度|资源不足|容量',
    probes: ['pods', 'nodes'],
    confirm: {
      all: [
        ['pods.unschedulable', '>', 0],
        ['pods.unschedulableMessage', 'matches', 'Insufficient (cpu|memory|ephemeral-storage)|Too many pods'],
      ],
    },
    refute: ['pods.unschedulable', '==', 0],
    advice: {
      'zh-CN': '增加节点，或核对该 Pod 的 requests 是否写得过大。',
      en: 'Add nodes, or see whether the requests of the pod are larger than need be.',
    },
    source: 'kubernetes.io: Resource management for pods',
  },
  {
    ...common,
    id: 'kubernetes.node-not-ready',
    title: { 'zh-CN': '节点未就绪（NotReady）：{nodes.notReadyNames}', en: 'Nodes are not ready (NotReady): {nodes.notReadyNames}' },
    explanation: {
      'zh-CN': '节点不再可用，其上的 Pod 会受影响：{nodes.notReadyMessage}',
      en: 'The nodes are unavailable, and so are their pods: {nodes.notReadyMessage}',
    },
    hints: 'node|kubelet|KubeNodeNotReady|KubeletDown|节点',
    probes: ['nodes'],
    confirm: ['nodes.notReady', '>', 0],
    refute: ['nodes.notReady', '==', 0],
    advice: {
      'zh-CN': '在节点上看 kubelet 与容器运行时是否在运行、磁盘是否写满、网络是否可达。',
      en: 'See on the node whether kubelet and container runtime run, whether its disk is full, and whether it has its network.',
    },
    source: 'kubernetes-mixin KubeNodeNotReady',
  },
  {
    ...common,
    id: 'kubernetes.storage-class-missing',
    title: {
      'zh-CN': '存储类 {storage.classMissingName} 不存在，PVC 无法绑定',
      en: 'Storage class {storage.classMissingName} is missing: a PVC cannot be bound',
    },
    explanation: {
      'zh-CN': 'PVC {storage.classMissingClaim} 要求的存储类 {storage.classMissingName} 不存在，使用它的 Pod 一直 Pending。',
      en: 'The claim {storage.classMissingClaim} asks for the storage class {storage.classMissingName}, which does not exist; pods that need it stay Pending.',
    },
    hints: 'pvc|storage|volume|存储|卷',
    probes: ['storage'],
    confirm: ['storage.classMissing', '>', 0],
    refute: ['storage.classMissing', '==', 0],
    advice: {
      'zh-CN': '创建该存储类，或删除 PVC 后用正确的存储类重建（存储类不可修改）。',
      en: 'Make that class, or make the claim anew with the right one: a claim’s class cannot be changed.',
    },
    source: 'kubernetes.io: Persistent volumes',
  },
  {
    ...common,
    id: 'kubernetes.dns-down',
    title: { 'zh-CN': '集群 DNS 不可用：没有就绪的后端', en: 'Cluster DNS is down: no ready endpoint' },
    explanation: {
      'zh-CN': 'DNS 服务在，但 {dns.pods} 个 DNS Pod 中 {dns.ready} 个就绪，服务没有后端：集群内的域名解析全部失败。',
      en: 'The DNS service exists, but {dns.ready} of {dns.pods} DNS pods are ready, and it has no endpoints: DNS resolution fails in the whole cluster.',
    },
    hints: 'dns|coredns|no such host|CoreDNSDown|域名|解析',
    probes: ['dns'],
    confirm: {
      all: [
        ['dns.isServiceThere', '==', true],
        ['dns.endpoints', '==', 0],
      ],
    },
    refute: ['dns.endpoints', '>', 0],
    advice: {
      'zh-CN': '看 kube-system 里 CoreDNS 的 Pod 为什么不就绪（副本数、调度、配置错误），先让它恢复。',
      en: 'See why the CoreDNS pods in kube-system are not ready (replicas, scheduling, a wrong Corefile), and bring them back first.',
    },
    source: 'kubernetes.io: Debugging DNS resolution',
  },
  {
    ...common,
    id: 'kubernetes.scheduler-silent',
    title: {
      'zh-CN': 'kube-scheduler 停止续租：新 Pod 无法调度',
      en: 'kube-scheduler no longer renews its lease: new pods are not scheduled',
    },
    explanation: {
      'zh-CN':
        '租约由 {controlPlane.schedulerHolder} 持有，上次续租在 {controlPlane.schedulerAgeSeconds} 秒前（正常每 2 秒一次）：调度器宕机或卡住，新 Pod 一直 Pending。',
      en: '{controlPlane.schedulerHolder} holds the lease and renewed it {controlPlane.schedulerAgeSeconds} s ago (every 2 s is usual): the scheduler is down or stuck, and new pods stay Pending.',
    },
    hints: 'scheduler|KubeSchedulerDown|pending|调度器|调度',
    probes: ['control-plane'],
    confirm: ['controlPlane.schedulerAgeSeconds', '>', 60],
    refute: ['controlPlane.schedulerAgeSeconds', '<=', 60],
    advice: {
      'zh-CN': '在控制面节点上看 kube-scheduler 的进程与日志。',
      en: 'Look at the process and the log of kube-scheduler on the control plane’s node.',
    },
    source: 'kubernetes-mixin KubeSchedulerDown',
  },
  {
    ...common,
    id: 'kubernetes.controllers-silent',
    title: {
      'zh-CN': 'kube-controller-manager 停止续租：副本、发布与端点不再更新',
      en: 'kube-controller-manager no longer renews its lease: rollouts are stuck',
    },
    explanation: {
      'zh-CN':
        '租约由 {controlPlane.controllerHolder} 持有，上次续租在 {controlPlane.controllerAgeSeconds} 秒前（正常每 2 秒一次）：控制器宕机或卡住。',
      en: '{controlPlane.controllerHolder} holds the lease and renewed it {controlPlane.controllerAgeSeconds} s ago (every 2 s is usual): it is down or stuck, and replicas, rollouts and endpoints are no longer updated.',
    },
    hints: 'controller|KubeControllerManagerDown|rollout|控制器|发布',
    probes: ['control-plane'],
    confirm: ['controlPlane.controllerAgeSeconds', '>', 60],
    refute: ['controlPlane.controllerAgeSeconds', '<=', 60],
    advice: {
      'zh-CN': '在控制面节点上看 kube-controller-manager 的进程与日志。',
      en: 'Look at the process and the log of kube-controller-manager on the control plane’s node.',
    },
    source: 'kubernetes-mixin KubeControllerManagerDown',
  },
  {
    ...common,
    id: 'kubernetes.webhook-dead',
    title: {
      'zh-CN': '准入 webhook {controlPlane.webhookDead} 没有后端，请求被拒绝',
      en: 'Admission webhook {controlPlane.webhookDead} has no backend: requests are refused',
    },
    explanation: {
      'zh-CN':
        'webhook {controlPlane.webhookDead} 的失败策略是 Fail，而它的 Service {controlPlane.webhookDeadService} 没有就绪的后端：命中它的创建与修改都会失败。',
      en: 'Webhook {controlPlane.webhookDead} has the failure policy Fail, and its service {controlPlane.webhookDeadService} has no ready endpoint: whatever it would check can be neither created nor changed.',
    },
    hints: 'webhook|admission|failed calling|准入',
    probes: ['control-plane'],
    confirm: ['controlPlane.webhooksDead', '>', 0],
    refute: ['controlPlane.webhooksDead', '==', 0],
    advice: {
      'zh-CN': '恢复 webhook 的后端；紧急时由集群管理员临时删除该 webhook 配置。',
      en: 'Bring its backend back; in an emergency an administrator takes the webhook’s configuration away for the time being.',
    },
    source: 'kubernetes.io: Admission webhook good practices',
  },
  {
    ...common,
    id: 'kubernetes.api-server-not-ready',
    title: { 'zh-CN': 'API server 未就绪：{server.failingChecks}', en: 'The API server is not ready: {server.failingChecks}' },
    explanation: { 'zh-CN': '/readyz 中失败的检查：{server.failingChecks}。', en: 'Checks of /readyz that fail: {server.failingChecks}.' },
    hints: 'apiserver|api server|etcd|KubeAPIErrorBudgetBurn',
    probes: ['server'],
    confirm: ['server.isReady', '==', false],
    refute: ['server.isReady', '==', true],
    advice: {
      'zh-CN': '失败的是 etcd 就先看 etcd；否则看 API server 的日志。',
      en: 'When etcd is what fails, look at etcd first; else read the log of the API server.',
    },
    source: 'kubernetes.io: Kubernetes API health endpoints',
  },
];
