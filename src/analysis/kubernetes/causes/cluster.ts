/** Causes in nodes and in what runs the cluster. */

import type { CauseText } from '../cause-text.ts';

export const clusterCauses = {
  'containerd-unavailable': {
    title: { en: 'The container runtime of node {object} is down', 'zh-CN': '节点 {object} 的容器运行时不可用' },
    advice: { en: 'Restart the runtime on the node; read its journal first.', 'zh-CN': '先看日志，再在节点上重启容器运行时。' },
  },
  'kubelet-unavailable': {
    title: { en: 'The kubelet of node {object} is down (no answer)', 'zh-CN': '节点 {object} 的 kubelet 不可用' },
    advice: { en: 'Look at the node and the journal of the kubelet; restart it.', 'zh-CN': '检查节点及 kubelet 日志并重启。' },
  },
  'kube-proxy-unavailable': {
    title: { en: 'kube-proxy is down on node {object}', 'zh-CN': '节点 {object} 的 kube-proxy 不可用' },
    advice: { en: "Restart it; until then services can't be reached from this node.", 'zh-CN': '重启它；在此之前该节点无法访问 Service。' },
  },
  'kube-scheduler-unavailable': {
    title: { en: 'The scheduler does not run: {object}', 'zh-CN': '调度器不可用：{object}' },
    advice: { en: 'Restart kube-scheduler; until then new pods get no node.', 'zh-CN': '重启 kube-scheduler；在此之前新 Pod 无法调度。' },
  },
  'kube-controller-manager-unavailable': {
    title: { en: 'The controller manager does not run: {object}', 'zh-CN': '控制器管理器不可用：{object}' },
    advice: { en: 'Restart it; until then nothing is scaled or replaced.', 'zh-CN': '重启它；在此之前无法扩缩容或替换 Pod。' },
  },
  'kube-apiserver-unavailable': {
    title: { en: 'The API server is down: {object}', 'zh-CN': 'API Server 不可用：{object}' },
    advice: { en: 'Look at its log and at etcd.', 'zh-CN': '检查其日志与 etcd。' },
  },
  'cluster-dns-unavailable': {
    title: { en: "The cluster's DNS does not run: {object}", 'zh-CN': '集群 DNS 不可用：{object}' },
    advice: { en: 'Look at the pods of CoreDNS and its Corefile.', 'zh-CN': '检查 CoreDNS 的 Pod 与 Corefile。' },
  },
  'network-plugin-unavailable': {
    title: { en: 'The pod network (CNI) of {object} is down', 'zh-CN': '{object} 的 Pod 网络（CNI）不可用' },
    advice: {
      en: 'Look at the pods of the network plugin on that node, and at its address range.',
      'zh-CN': '检查该节点上的网络插件 Pod 及其地址段。',
    },
  },
  'node-not-ready': {
    title: { en: 'Node {object} is not ready', 'zh-CN': '节点 {object} 未就绪' },
    advice: { en: 'Look at its conditions, then at kubelet and runtime.', 'zh-CN': '检查节点状况，再检查 kubelet 与运行时。' },
  },
  'node-pressure': {
    title: { en: 'Node {object} is under resource pressure', 'zh-CN': '节点 {object} 资源承压' },
    advice: {
      en: 'Free memory, disk or processes on it; pods are evicted meanwhile.',
      'zh-CN': '释放内存、磁盘或进程；期间 Pod 可能被驱逐。',
    },
  },
  'node-disk-full': {
    title: { en: 'Disk full on the node of {object}', 'zh-CN': '{object} 所在节点磁盘已满' },
    advice: { en: 'Free space: images, logs, what containers wrote.', 'zh-CN': '清理镜像、日志与容器写入的数据。' },
  },
  'node-cpu-saturated': {
    title: { en: 'The CPU of node {object} is saturated', 'zh-CN': '节点 {object} 的 CPU 饱和' },
    advice: { en: 'Find the busiest pods; move them or limit them.', 'zh-CN': '找出最忙的 Pod，迁移或限制它们。' },
  },
  'node-network-packet-loss': {
    title: { en: 'Packet loss on node {object}', 'zh-CN': '节点 {object} 网络丢包' },
    advice: { en: 'Check interface, cable, switch and shaping of the node.', 'zh-CN': '检查节点网卡、线缆、交换机与限速配置。' },
  },
  'node-network-delay': {
    title: { en: 'The network of node {object} is slow (high latency)', 'zh-CN': '节点 {object} 网络延迟异常' },
    advice: { en: 'Check interface, switch and shaping of the node.', 'zh-CN': '检查节点网卡、交换机与限速配置。' },
  },
} as const satisfies Readonly<Record<string, CauseText>>;
