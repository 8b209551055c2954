/** Causes between apps: services, addresses, names, routes and policies. */

import type { CauseText } from '../cause-text.ts';

export const networkCauses = {
  'service-selector-mismatch': {
    title: { en: 'The selector of the service of {object} matches no pod', 'zh-CN': '{object} 的 Service selector 匹配不到 Pod' },
    advice: { en: 'Correct the selector, or the labels of the pods.', 'zh-CN': '修正 selector，或 Pod 标签。' },
  },
  'service-port-mapping-mismatch': {
    title: { en: 'The service of {object} has a wrong port: nothing listens', 'zh-CN': '{object} 的 Service 端口映射错误' },
    advice: {
      en: 'Correct targetPort (or port, when all callers use another one).',
      'zh-CN': '修正 targetPort（若调用方都使用另一端口，则修正 port）。',
    },
  },
  'service-protocol-mismatch': {
    title: { en: 'The service of {object} speaks another protocol than its containers', 'zh-CN': '{object} 的 Service 协议与容器不符' },
    advice: { en: 'Use the same protocol (TCP or UDP) on both sides.', 'zh-CN': '两边使用同一协议（TCP 或 UDP）。' },
  },
  'service-missing': {
    title: { en: 'The app {object} has no service of its name', 'zh-CN': '应用 {object} 缺少同名 Service' },
    advice: { en: 'Create the service, or correct its name.', 'zh-CN': '创建 Service，或修正其名称。' },
  },
  'service-without-pods': {
    title: { en: 'The service {object} selects no pods', 'zh-CN': 'Service {object} 没有选中任何 Pod' },
    advice: { en: 'Remove it, or correct its selector.', 'zh-CN': '删除它，或修正其 selector。' },
  },
  'service-env-var-address-mismatch': {
    title: { en: '{object} is given an address that does not exist', 'zh-CN': '{object} 的环境变量中的服务地址错误' },
    advice: { en: 'Correct the variable.', 'zh-CN': '修正该环境变量。' },
  },
  'service-dns-resolution-failure': {
    title: { en: 'DNS resolution failed: {object} can’t resolve a service', 'zh-CN': '{object} 解析服务域名失败（DNS）' },
    advice: {
      en: "Look at dnsPolicy and dnsConfig of the pod, then at the cluster's DNS.",
      'zh-CN': '检查 Pod 的 dnsPolicy/dnsConfig，再检查集群 DNS。',
    },
  },
  'dependency-refused': {
    title: { en: 'A dependency of {object} is down: connection refused', 'zh-CN': '{object} 的依赖拒绝连接' },
    advice: { en: 'Look at that dependency first.', 'zh-CN': '先检查该依赖。' },
  },
  'gateway-misroute': {
    title: { en: '{object} routes requests to the wrong place', 'zh-CN': '{object} 将请求路由到了错误的目标' },
    advice: { en: 'Correct the route: its service, its port or its path.', 'zh-CN': '修正路由的服务、端口或路径。' },
  },
  'ingress-class-missing': {
    title: { en: 'The ingress {object} names a class that does not exist', 'zh-CN': 'Ingress {object} 指定的 IngressClass 不存在' },
    advice: { en: 'Correct ingressClassName, or install the controller.', 'zh-CN': '修正 ingressClassName，或安装对应控制器。' },
  },
  'network-policy-blocks': {
    title: { en: 'A network policy lets nothing through to {object}', 'zh-CN': '网络策略阻断了 {object} 的流量' },
    advice: { en: 'Allow what is needed, or remove the policy.', 'zh-CN': '放行所需流量，或移除该策略。' },
  },
  'pod-network-delay': {
    title: { en: 'The network of {object} is slow (high latency)', 'zh-CN': '{object} 的网络延迟异常' },
    advice: {
      en: "Look at the pod's node, its network policies and shaping, and its sidecar.",
      'zh-CN': '检查 Pod 所在节点、网络策略与限速，以及边车。',
    },
  },
} as const satisfies Readonly<Record<string, CauseText>>;
