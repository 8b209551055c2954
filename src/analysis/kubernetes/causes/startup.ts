/** Causes that keep a container from starting. */

import type { CauseText } from '../cause-text.ts';

export const startupCauses = {
  'image-registry-dns-failure': {
    title: { en: 'DNS resolution failed for the image registry of {object}', 'zh-CN': '{object} 的镜像仓库域名无法解析' },
    advice: { en: 'Correct the registry in the image name, or the DNS of the node.', 'zh-CN': '修正镜像名中的仓库地址，或节点的 DNS。' },
  },
  'image-registry-unreachable': {
    title: { en: 'The image registry of {object} is unreachable (no answer)', 'zh-CN': '{object} 的镜像仓库无法连接' },
    advice: { en: 'Check network, proxy and mirror of the node.', 'zh-CN': '检查节点的网络、代理与镜像加速配置。' },
  },
  'image-registry-tls': {
    title: { en: 'The node does not trust the image registry of {object}', 'zh-CN': '节点不信任 {object} 的镜像仓库证书' },
    advice: { en: "Install the registry's CA on the nodes, or renew its certificate.", 'zh-CN': '在节点上安装仓库 CA，或更新仓库证书。' },
  },
  'image-pull-rate-limited': {
    title: { en: 'The image registry rate limits the pulls of {object}', 'zh-CN': '镜像仓库对 {object} 的拉取限流' },
    advice: { en: 'Log in to the registry, or use a mirror.', 'zh-CN': '登录仓库，或使用镜像加速。' },
  },
  'image-platform-mismatch': {
    title: { en: 'The image of {object} is not made for this platform', 'zh-CN': '{object} 的镜像与节点架构不符' },
    advice: { en: "Build for the node's architecture, or select nodes that fit.", 'zh-CN': '构建对应架构的镜像，或选择匹配的节点。' },
  },
  'image-never-pulled': {
    title: { en: '{object} may not pull its image, and it is not on the node', 'zh-CN': '{object} 禁止拉取镜像，而节点上没有该镜像' },
    advice: { en: 'Change imagePullPolicy, or load the image on the node.', 'zh-CN': '修改 imagePullPolicy，或预先导入镜像。' },
  },
  'image-pull-failed': {
    title: { en: "The image of {object} can't be pulled", 'zh-CN': '{object} 的镜像拉取失败' },
    advice: { en: 'Read the event of the pod, and pull by hand on the node.', 'zh-CN': '查看 Pod 事件，并在节点上手动拉取验证。' },
  },
  'incorrect-image-reference': {
    title: { en: 'The image that {object} names does not exist', 'zh-CN': '{object} 指定的镜像或标签不存在' },
    advice: { en: 'Correct name or tag, or roll back.', 'zh-CN': '修正镜像名或标签，或回滚。' },
  },
  'missing-image-pull-secret': {
    title: { en: 'Image pull of {object} is denied: credentials are missing', 'zh-CN': '镜像仓库拒绝 {object} 拉取：缺少凭据' },
    advice: { en: 'Create the pull secret and name it in imagePullSecrets.', 'zh-CN': '创建拉取密钥，并在 imagePullSecrets 中引用。' },
  },
  'missing-secret-binding': {
    title: { en: 'A secret that {object} refers to does not exist', 'zh-CN': '{object} 引用的 Secret 不存在' },
    advice: { en: 'Create the secret in this namespace, or correct the reference.', 'zh-CN': '在该命名空间创建 Secret，或修正引用。' },
  },
  'missing-config-map': {
    title: { en: 'A config map that {object} refers to does not exist', 'zh-CN': '{object} 引用的 ConfigMap 不存在' },
    advice: {
      en: 'Create the config map in this namespace, or correct the reference.',
      'zh-CN': '在该命名空间创建 ConfigMap，或修正引用。',
    },
  },
  'missing-config-key': {
    title: {
      en: 'A key that {object} refers to is not in the secret or config map',
      'zh-CN': '{object} 引用的键不在 Secret 或 ConfigMap 中',
    },
    advice: { en: 'Add the key, or correct the reference.', 'zh-CN': '补上该键，或修正引用。' },
  },
  'security-context-refused': {
    title: { en: '{object} must not run as root, and its image would', 'zh-CN': '{object} 禁止以 root 运行，而镜像默认使用 root' },
    advice: { en: 'Set runAsUser to a number other than 0, or change the image.', 'zh-CN': '将 runAsUser 设为非 0 数值，或修改镜像。' },
  },
  'container-command-invalid': {
    title: { en: "The command of {object} can't be run", 'zh-CN': '{object} 的启动命令无法执行' },
    advice: {
      en: 'Correct command and args; the file must be in the image and executable.',
      'zh-CN': '修正 command/args；文件须在镜像内且可执行。',
    },
  },
  'container-start-failed': {
    title: { en: "A container of {object} can't be started", 'zh-CN': '{object} 的容器无法启动' },
    advice: { en: 'Read the message of the kubelet in the events.', 'zh-CN': '查看事件中 kubelet 的报错。' },
  },
  'init-container-failed': {
    title: { en: 'An init container of {object} fails', 'zh-CN': '{object} 的初始化容器失败' },
    advice: { en: 'Read its log: `kubectl logs POD -c INIT`.', 'zh-CN': '查看其日志：`kubectl logs POD -c INIT`。' },
  },
} as const satisfies Readonly<Record<string, CauseText>>;
