/** Causes that keep a pod from a node, or a claim from its volume. */

import type { CauseText } from '../cause-text.ts';

export const placementCauses = {
  'cpu-capacity-mismatch': {
    title: { en: '{object} asks for more CPU than any node has free', 'zh-CN': '{object} 请求的 CPU 超过任何节点的剩余可分配量' },
    advice: {
      en: 'Lower the CPU request, free a node, or add one; compare the request with `kubectl describe nodes`.',
      'zh-CN': '降低 CPU request、腾出节点或扩容节点；用 `kubectl describe nodes` 对照可分配量。',
    },
  },
  'memory-capacity-mismatch': {
    title: { en: '{object} asks for more memory than any node has free', 'zh-CN': '{object} 请求的内存超过任何节点的剩余可分配量' },
    advice: { en: 'Lower the memory request, free a node, or add one.', 'zh-CN': '降低内存 request、腾出节点或扩容节点。' },
  },
  'extended-resource-missing': {
    title: { en: '{object} asks for a resource that no node has free', 'zh-CN': '{object} 请求的扩展资源没有节点能满足' },
    advice: {
      en: 'Check the device plugin and the request for the extended resource (GPU, hugepages, ephemeral storage).',
      'zh-CN': '检查设备插件以及扩展资源（GPU、大页、临时存储）的 request。',
    },
  },
  'node-pod-limit': {
    title: { en: 'No node may take another pod for {object}', 'zh-CN': '节点的 Pod 数已达上限，{object} 无处可去' },
    advice: {
      en: 'Raise maxPods of the kubelet, remove idle pods, or add a node.',
      'zh-CN': '调高 kubelet 的 maxPods、清理闲置 Pod 或扩容节点。',
    },
  },
  'node-volume-limit': {
    title: { en: 'No node may attach another volume for {object}', 'zh-CN': '节点可挂载的卷数已达上限，{object} 无处可去' },
    advice: { en: 'Add a node, or spread the pods with volumes.', 'zh-CN': '扩容节点，或分散使用卷的 Pod。' },
  },
  'pod-anti-affinity-conflict': {
    title: { en: 'The anti-affinity of {object} leaves no node', 'zh-CN': '{object} 的反亲和规则排除了所有节点' },
    advice: {
      en: 'Fewer replicas, more nodes, or a preferred instead of a required rule.',
      'zh-CN': '减少副本、增加节点，或把 required 改为 preferred。',
    },
  },
  'pod-affinity-unsatisfied': {
    title: { en: '{object} wants to be beside pods that are not there', 'zh-CN': '{object} 要求与某些 Pod 同处，但它们不存在' },
    advice: {
      en: 'Check the labels of the pod affinity, and whether those pods run.',
      'zh-CN': '检查 Pod 亲和的标签，以及对应 Pod 是否在运行。',
    },
  },
  'topology-spread-unsatisfied': {
    title: { en: "The topology spread of {object} can't be kept", 'zh-CN': '{object} 的拓扑分布约束无法满足' },
    advice: {
      en: 'Allow more skew, use ScheduleAnyway, or add nodes in the missing zone.',
      'zh-CN': '放宽 maxSkew、改用 ScheduleAnyway，或在缺少的可用区增加节点。',
    },
  },
  'host-port-conflict': {
    title: { en: 'The host port that {object} wants is taken on every node', 'zh-CN': '{object} 要用的主机端口在各节点上均被占用' },
    advice: {
      en: 'Use a Service instead of a host port, or fewer replicas than nodes.',
      'zh-CN': '用 Service 代替 hostPort，或让副本数少于节点数。',
    },
  },
  'volume-node-affinity-conflict': {
    title: {
      en: 'The volume of {object} is bound to a node that does not take the pod',
      'zh-CN': '{object} 的卷绑定在无法调度该 Pod 的节点或可用区',
    },
    advice: {
      en: 'Bring the pod to the zone of the volume, or use WaitForFirstConsumer.',
      'zh-CN': '让 Pod 调度到卷所在可用区，或使用 WaitForFirstConsumer。',
    },
  },
  'node-selector-mismatch': {
    title: { en: 'No node has the labels that {object} selects', 'zh-CN': '没有节点带有 {object} 的 nodeSelector 所要求的标签' },
    advice: { en: 'Correct nodeSelector, or label a node.', 'zh-CN': '修正 nodeSelector，或给节点打上标签。' },
  },
  'node-affinity-mismatch': {
    title: { en: 'No node meets the node affinity of {object}', 'zh-CN': '没有节点满足 {object} 的节点亲和规则' },
    advice: { en: 'Correct the required node affinity, or label a node.', 'zh-CN': '修正 required 节点亲和规则，或给节点打上标签。' },
  },
  'taint-toleration-mismatch': {
    title: { en: '{object} does not tolerate the taint of the nodes that it may use', 'zh-CN': '{object} 不容忍可用节点上的污点' },
    advice: { en: 'Add a toleration, or remove the taint.', 'zh-CN': '添加 toleration，或移除污点。' },
  },
  'node-cordon-mismatch': {
    title: { en: 'The nodes that {object} may use are cordoned', 'zh-CN': '{object} 可用的节点被设为不可调度' },
    advice: { en: '`kubectl uncordon` the node when its maintenance is over.', 'zh-CN': '维护结束后对节点执行 `kubectl uncordon`。' },
  },
  'scheduler-unknown': {
    title: { en: 'No scheduler answers to the name that the pod asks for: {object}', 'zh-CN': 'Pod 指定的调度器 {object} 不存在或未工作' },
    advice: { en: 'Start that scheduler, or use the default one.', 'zh-CN': '启动该调度器，或改用默认调度器。' },
  },
  'claim-not-found': {
    title: { en: 'A claim that {object} mounts does not exist', 'zh-CN': '{object} 挂载的 PVC 不存在' },
    advice: { en: 'Create the PersistentVolumeClaim, or correct claimName.', 'zh-CN': '创建 PVC，或修正 claimName。' },
  },
  'claim-unbound': {
    title: { en: 'The claim of {object} finds no volume', 'zh-CN': '{object} 的 PVC 没有可绑定的卷' },
    advice: { en: 'Create a volume, or name a storage class that provisions one.', 'zh-CN': '创建 PV，或指定能动态供给的 StorageClass。' },
  },
  'pv-binding-occupied': {
    title: { en: 'The volume that {object} needs is bound to another claim', 'zh-CN': '{object} 需要的 PV 已被其他 PVC 占用' },
    advice: {
      en: 'Create another volume, or clear the claimRef of a released one after keeping its content.',
      'zh-CN': '新建 PV；若 PV 为 Released，备份数据后清除 claimRef。',
    },
  },
  'pvc-storage-class-mismatch': {
    title: {
      en: 'The storage class of the claim of {object} is not that of any volume',
      'zh-CN': '{object} 的 PVC 的 StorageClass 与卷不符或不存在',
    },
    advice: {
      en: "Name an existing storage class on both sides; the field can't be changed, the claim must be made anew.",
      'zh-CN': '两边使用同一个存在的 StorageClass；该字段不可修改，需重建 PVC。',
    },
  },
  'pvc-access-mode-mismatch': {
    title: {
      en: 'No volume offers the access mode that the claim of {object} asks for',
      'zh-CN': '没有卷提供 {object} 的 PVC 要求的访问模式',
    },
    advice: {
      en: 'Ask for a mode that the volume offers, or use storage that can be shared.',
      'zh-CN': '改用卷支持的访问模式，或换用可共享的存储。',
    },
  },
  'pvc-capacity-mismatch': {
    title: { en: 'The claim of {object} asks for more than the volume holds', 'zh-CN': '{object} 的 PVC 申请容量大于卷的容量' },
    advice: { en: 'Ask for less, or create a bigger volume.', 'zh-CN': '降低申请容量，或创建更大的卷。' },
  },
  'pvc-selector-mismatch': {
    title: { en: 'The selector of the claim of {object} matches no volume', 'zh-CN': '{object} 的 PVC 的 selector 匹配不到任何卷' },
    advice: { en: 'Correct the selector of the claim, or the labels of the volume.', 'zh-CN': '修正 PVC 的 selector，或 PV 的标签。' },
  },
  'volume-provisioning-failed': {
    title: { en: 'The volume of {object} could not be provisioned', 'zh-CN': '{object} 的卷动态供给失败' },
    advice: {
      en: "Read the provisioner's message; check its quota, rights and parameters.",
      'zh-CN': '查看供给器报错，检查其配额、权限与参数。',
    },
  },
  'volume-multi-attach': {
    title: { en: 'The volume of {object} is still attached elsewhere', 'zh-CN': '{object} 的卷仍挂载在其他节点' },
    advice: {
      en: "Let the old pod end, or detach the volume; don't run two pods on a ReadWriteOnce volume.",
      'zh-CN': '等待旧 Pod 退出或卸载卷；RWO 卷不要被两个节点同时使用。',
    },
  },
  'volume-mount-permission-denied': {
    title: { en: '{object} may not use the volume that it mounts', 'zh-CN': '{object} 无权访问所挂载的卷' },
    advice: {
      en: 'Set fsGroup or runAsUser to the owner of the files, or correct the rights on the volume.',
      'zh-CN': '将 fsGroup/runAsUser 设为文件属主，或修正卷上的权限。',
    },
  },
  'volume-subpath-failed': {
    title: { en: "A subPath of {object} can't be prepared", 'zh-CN': '{object} 的 subPath 无法准备' },
    advice: { en: 'Check that the path exists in the volume and is of the right type.', 'zh-CN': '检查卷内该路径是否存在、类型是否正确。' },
  },
  'volume-path-missing': {
    title: { en: 'A host path that {object} mounts is not there', 'zh-CN': '{object} 挂载的主机路径不存在' },
    advice: {
      en: 'Create the path on the node, or use type DirectoryOrCreate.',
      'zh-CN': '在节点上创建该路径，或使用 DirectoryOrCreate。',
    },
  },
  'volume-driver-missing': {
    title: {
      en: 'The storage driver for the volume of {object} does not run on its node',
      'zh-CN': '{object} 的卷所需的存储驱动未在节点上运行',
    },
    advice: { en: "Check the CSI driver's pods on that node.", 'zh-CN': '检查该节点上的 CSI 驱动 Pod。' },
  },
  'volume-server-unreachable': {
    title: { en: 'The storage server of {object} does not answer', 'zh-CN': '{object} 的存储服务器无响应' },
    advice: {
      en: 'Check the server, the network between it and the node, and the export.',
      'zh-CN': '检查存储服务器、其与节点间的网络及导出配置。',
    },
  },
  'volume-mount-invalid': {
    title: { en: 'A mount of {object} does not fit the container', 'zh-CN': '{object} 的挂载与容器不兼容' },
    advice: {
      en: "A file can't be mounted on a directory, nor into a read-only root.",
      'zh-CN': '不能把文件挂载到目录上，也不能挂载进只读根文件系统。',
    },
  },
  'volume-full': {
    title: { en: 'Disk full: {object} can’t write (no space left)', 'zh-CN': '{object} 写入的磁盘已满（空间不足）' },
    advice: { en: 'Free space or grow the volume.', 'zh-CN': '清理空间或扩容卷。' },
  },
} as const satisfies Readonly<Record<string, CauseText>>;
