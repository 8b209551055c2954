/** Causes that keep an object from being made. */

import type { CauseText } from '../cause-text.ts';

export const admissionCauses = {
  'namespace-cpu-quota-exceeded': {
    title: { en: 'The CPU quota of namespace {object} is used up', 'zh-CN': '命名空间 {object} 的 CPU 配额已用尽' },
    advice: { en: 'Raise the quota, or lower the requests in the namespace.', 'zh-CN': '提高配额，或降低该命名空间内的 request。' },
  },
  'namespace-memory-quota-exceeded': {
    title: { en: 'The memory quota of namespace {object} is used up', 'zh-CN': '命名空间 {object} 的内存配额已用尽' },
    advice: { en: 'Raise the quota, or lower the requests in the namespace.', 'zh-CN': '提高配额，或降低该命名空间内的 request。' },
  },
  'namespace-pod-quota-exceeded': {
    title: { en: 'The quota of pods of namespace {object} is used up', 'zh-CN': '命名空间 {object} 的 Pod 数配额已用尽' },
    advice: { en: 'Raise the quota, or remove pods that nobody needs.', 'zh-CN': '提高配额，或清理不需要的 Pod。' },
  },
  'namespace-service-quota-exceeded': {
    title: { en: 'The quota of services of namespace {object} is used up', 'zh-CN': '命名空间 {object} 的 Service 数配额已用尽' },
    advice: { en: 'Raise the quota, or remove services that nobody needs.', 'zh-CN': '提高配额，或清理不需要的 Service。' },
  },
  'namespace-storage-quota-exceeded': {
    title: { en: 'The storage quota of namespace {object} is used up', 'zh-CN': '命名空间 {object} 的存储配额已用尽' },
    advice: { en: 'Raise the quota, or ask for less storage.', 'zh-CN': '提高配额，或减少存储申请。' },
  },
  'namespace-object-quota-exceeded': {
    title: { en: 'A quota of objects of namespace {object} is used up', 'zh-CN': '命名空间 {object} 的对象数配额已用尽' },
    advice: { en: 'Raise the quota, or remove objects that nobody needs.', 'zh-CN': '提高配额，或清理不需要的对象。' },
  },
  'namespace-terminating': {
    title: { en: 'Namespace {object} is being deleted', 'zh-CN': '命名空间 {object} 正在删除' },
    advice: {
      en: 'Nothing new can be made in it; look for what holds it up among its finalizers.',
      'zh-CN': '其中无法新建对象；检查是哪些 finalizer 阻塞了删除。',
    },
  },
  'quota-needs-limits': {
    title: {
      en: '{object} names no requests or limits, and a quota demands them',
      'zh-CN': '{object} 未声明 request/limit，而配额要求必须声明',
    },
    advice: {
      en: 'Set requests and limits, or add a LimitRange with defaults.',
      'zh-CN': '声明 request/limit，或添加带默认值的 LimitRange。',
    },
  },
  'limit-range-violated': {
    title: { en: '{object} asks for more or less than the LimitRange allows', 'zh-CN': '{object} 的资源超出 LimitRange 允许范围' },
    advice: { en: 'Adapt the requests or the LimitRange.', 'zh-CN': '调整资源声明或 LimitRange。' },
  },
  'pod-security-violated': {
    title: { en: 'The pod security rules refuse the pods of {object}', 'zh-CN': 'Pod 安全策略拒绝了 {object} 的 Pod' },
    advice: {
      en: 'Adapt the security context of the pod to the level of the namespace.',
      'zh-CN': '按命名空间的安全级别调整 securityContext。',
    },
  },
  'admission-webhook-unavailable': {
    title: { en: 'An admission webhook that {object} must pass does not answer', 'zh-CN': '{object} 必经的准入 Webhook 无响应' },
    advice: {
      en: 'Check the service of the webhook; its failurePolicy decides whether it blocks.',
      'zh-CN': '检查 Webhook 服务；failurePolicy 决定其是否阻塞。',
    },
  },
  'admission-webhook-denied': {
    title: { en: 'An admission webhook refuses {object}', 'zh-CN': '准入 Webhook 拒绝了 {object}' },
    advice: { en: 'Read what it says; change the object or the policy.', 'zh-CN': '阅读拒绝原因，修改对象或策略。' },
  },
  'priority-class-missing': {
    title: { en: 'The priority class that {object} names does not exist', 'zh-CN': '{object} 指定的 PriorityClass 不存在' },
    advice: { en: 'Create it, or correct the name.', 'zh-CN': '创建它，或修正名称。' },
  },
  'rbac-forbidden': {
    title: { en: 'RBAC forbids what {object} does: permission denied', 'zh-CN': '{object} 的账号权限不足（RBAC）' },
    advice: {
      en: 'Grant the verb on the resource to the service account, no more.',
      'zh-CN': '仅为该 ServiceAccount 授予所需资源的对应动词。',
    },
  },
  'missing-service-account': {
    title: { en: 'The service account of {object} does not exist', 'zh-CN': '{object} 的 ServiceAccount 不存在' },
    advice: {
      en: 'Create the ServiceAccount, or correct serviceAccountName.',
      'zh-CN': '创建 ServiceAccount，或修正 serviceAccountName。',
    },
  },
  'pods-refused': {
    title: { en: 'The pods of {object} are refused', 'zh-CN': '{object} 的 Pod 被拒绝创建' },
    advice: { en: 'Read the condition ReplicaFailure of the workload.', 'zh-CN': '查看工作负载的 ReplicaFailure 状况。' },
  },
} as const satisfies Readonly<Record<string, CauseText>>;
