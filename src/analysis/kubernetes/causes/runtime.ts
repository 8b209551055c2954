/** Causes within running containers, and of those that ask them how they are. */

import type { CauseText } from '../cause-text.ts';

export const runtimeCauses = {
  'liveness-probe-incorrect-port': {
    title: { en: 'The liveness probe of {object} has a wrong port: nothing listens', 'zh-CN': '{object} 的存活探针端口错误' },
    advice: { en: 'Correct the port of the probe.', 'zh-CN': '修正探针端口。' },
  },
  'liveness-probe-incorrect-protocol': {
    title: { en: 'The liveness probe of {object} speaks another protocol than the server', 'zh-CN': '{object} 的存活探针协议与服务不符' },
    advice: {
      en: 'Use the form that the server speaks: httpGet (scheme), grpc or tcpSocket.',
      'zh-CN': '改用服务实际的协议：httpGet（scheme）、grpc 或 tcpSocket。',
    },
  },
  'liveness-probe-incorrect-timing': {
    title: { en: 'The liveness probe kills {object} before it can answer', 'zh-CN': '{object} 尚未就绪即被存活探针杀死' },
    advice: {
      en: 'Add a startup probe, or raise initialDelaySeconds, timeoutSeconds or failureThreshold.',
      'zh-CN': '添加启动探针，或调大 initialDelaySeconds、timeoutSeconds、failureThreshold。',
    },
  },
  'readiness-probe-incorrect-port': {
    title: { en: 'The readiness probe of {object} has a wrong port: nothing listens', 'zh-CN': '{object} 的就绪探针端口错误' },
    advice: { en: 'Correct the port of the probe.', 'zh-CN': '修正探针端口。' },
  },
  'readiness-probe-incorrect-protocol': {
    title: { en: 'The readiness probe of {object} speaks another protocol than the server', 'zh-CN': '{object} 的就绪探针协议与服务不符' },
    advice: {
      en: 'Use the form that the server speaks: httpGet (scheme), grpc or tcpSocket.',
      'zh-CN': '改用服务实际的协议：httpGet（scheme）、grpc 或 tcpSocket。',
    },
  },
  'probe-incorrect-path': {
    title: { en: 'A probe of {object} asks for a path that is not there', 'zh-CN': '{object} 的探针路径不存在' },
    advice: { en: 'Correct the path of the probe.', 'zh-CN': '修正探针路径。' },
  },
  'probe-unauthorized': {
    title: { en: 'A probe of {object} is refused for lack of rights', 'zh-CN': '{object} 的探针因未授权被拒' },
    advice: { en: 'Probe a path without authentication.', 'zh-CN': '改用无需认证的路径。' },
  },
  'probe-command-failed': {
    title: { en: 'The probe command of {object} fails', 'zh-CN': '{object} 的探针命令执行失败' },
    advice: { en: 'Run it in the container; look at its exit code and its time.', 'zh-CN': '在容器内执行该命令，检查退出码与耗时。' },
  },
  'probe-app-unhealthy': {
    title: { en: '{object} says itself that it is not well', 'zh-CN': '{object} 自身报告不健康' },
    advice: { en: 'The probe is right; read the log of the app.', 'zh-CN': '探针配置无误，请查看应用日志。' },
  },
  'oom-killed': {
    title: { en: '{object} is killed for using more memory than its limit', 'zh-CN': '{object} 内存超限被杀死（OOMKilled）' },
    advice: { en: 'Raise the memory limit, or find what grows.', 'zh-CN': '提高内存上限，或查找内存增长原因。' },
  },
  'heap-exhausted': {
    title: { en: 'The heap of {object} is exhausted', 'zh-CN': '{object} 的堆内存耗尽' },
    advice: { en: 'Raise the heap within the limit, or take a heap dump.', 'zh-CN': '在上限内调大堆，或导出堆转储分析。' },
  },
  'container-crashes': {
    title: { en: 'A container of {object} ends with an error', 'zh-CN': '{object} 的容器异常退出' },
    advice: { en: 'Read the log before the restart: `kubectl logs --previous`.', 'zh-CN': '查看重启前日志：`kubectl logs --previous`。' },
  },
  'pod-evicted': {
    title: { en: 'A pod of {object} was evicted', 'zh-CN': '{object} 的 Pod 被驱逐' },
    advice: {
      en: 'Look at the pressure of the node, and at requests below what the pod uses.',
      'zh-CN': '检查节点压力，以及 request 是否低于实际用量。',
    },
  },
  'service-sidecar-port-conflict': {
    title: { en: 'A sidecar of {object} holds the port that the app wants', 'zh-CN': '{object} 的边车占用了应用端口' },
    advice: { en: 'Give one of them another port.', 'zh-CN': '为其中一个更换端口。' },
  },
  'port-already-used': {
    title: { en: 'The port that {object} listens on is already in use', 'zh-CN': '{object} 要监听的端口已被占用' },
    advice: { en: 'Look for a second process in the container or the pod.', 'zh-CN': '检查容器或 Pod 内是否有第二个进程。' },
  },
  'mysql-invalid-credentials': {
    title: { en: 'The database refuses the credentials of {object}', 'zh-CN': '数据库拒绝 {object} 的凭据' },
    advice: {
      en: 'Compare the secret with the account in the database; restart after correcting it.',
      'zh-CN': '对照 Secret 与数据库账号，修正后重启。',
    },
  },
  'mysql-invalid-port': {
    title: { en: '{object} uses a database port where nothing listens', 'zh-CN': '{object} 使用了错误的数据库端口' },
    advice: { en: 'Correct the port in the secret or the variables of the app.', 'zh-CN': '修正应用 Secret 或环境变量中的端口。' },
  },
  'database-missing': {
    title: { en: 'The database that {object} wants does not exist', 'zh-CN': '{object} 要用的数据库不存在' },
    advice: { en: 'Create it, or correct its name.', 'zh-CN': '创建数据库，或修正库名。' },
  },
  'db-connection-exhaustion': {
    title: { en: '{object} is out of connections (limit reached)', 'zh-CN': '{object} 的连接数达到上限，已耗尽' },
    advice: {
      en: 'Find who holds the connections; lower the pools or raise max_connections.',
      'zh-CN': '找出连接占用者；调小连接池或调大 max_connections。',
    },
  },
  'db-read-only': {
    title: { en: '{object} takes no writes: it is read-only', 'zh-CN': '{object} 处于只读模式，无法写入' },
    advice: {
      en: 'Find out why (failover, disk, an operator) before switching read_only off.',
      'zh-CN': '先查明原因（切换、磁盘、人为），再关闭 read_only。',
    },
  },
  'read-only-filesystem': {
    title: { en: '{object} writes to a read-only filesystem', 'zh-CN': '{object} 要写入只读文件系统' },
    advice: { en: 'Mount an emptyDir at that path, or allow a writable root.', 'zh-CN': '在该路径挂载 emptyDir，或允许可写根文件系统。' },
  },
  'file-descriptors-exhausted': {
    title: { en: '{object} is out of file descriptors (too many open files)', 'zh-CN': '{object} 的文件描述符耗尽' },
    advice: { en: 'Look for a leak of connections or files, or raise the limit.', 'zh-CN': '检查连接或文件泄漏，或提高上限。' },
  },
  'certificate-expired': {
    title: { en: 'A certificate that {object} uses has expired', 'zh-CN': '{object} 使用的证书已过期' },
    advice: { en: 'Renew it, and reload what keeps it.', 'zh-CN': '更新证书并重新加载。' },
  },
  'tls-untrusted': {
    title: { en: '{object} does not trust the TLS certificate of its peer', 'zh-CN': '{object} 不信任对端的 TLS 证书' },
    advice: { en: 'Give it the CA, or correct the name in the certificate.', 'zh-CN': '提供 CA，或修正证书中的名称。' },
  },
  'configuration-invalid': {
    title: { en: 'The configuration of {object} is invalid or missing', 'zh-CN': '{object} 的配置无效或缺失' },
    advice: { en: 'Correct the variable or the file that its log names.', 'zh-CN': '修正日志指出的变量或文件。' },
  },
  'pod-cpu-overload': {
    title: { en: '{object} uses far more CPU than usual', 'zh-CN': '{object} 的 CPU 使用率异常偏高' },
    advice: { en: 'Look for what keeps it busy; scale out or raise the limit meanwhile.', 'zh-CN': '查找繁忙原因；期间可扩容或提高上限。' },
  },
  'pod-memory-high': {
    title: { en: '{object} uses far more memory than usual', 'zh-CN': '{object} 的内存使用异常偏高' },
    advice: { en: 'Look for what grows, before the limit is reached.', 'zh-CN': '在触及上限前查找增长原因。' },
  },
  'rollout-paused': {
    title: { en: 'The rollout of {object} is paused', 'zh-CN': '{object} 的发布处于暂停状态' },
    advice: { en: '`kubectl rollout resume` when that is no longer meant.', 'zh-CN': '若非有意，执行 `kubectl rollout resume`。' },
  },
  'deployment-zero-replicas': {
    title: { en: '{object} is scaled to zero', 'zh-CN': '{object} 的副本数被设为 0' },
    advice: { en: 'Scale it up; look for who or what scaled it down.', 'zh-CN': '恢复副本数，并查明谁或什么将其缩容。' },
  },
  'autoscaler-at-limit': {
    title: { en: 'The autoscaler (HPA) of {object} has reached its maximum', 'zh-CN': '{object} 的 HPA 已达最大副本数' },
    advice: { en: 'Raise maxReplicas when the cluster has room.', 'zh-CN': '集群有余量时调大 maxReplicas。' },
  },
  'autoscaler-without-metrics': {
    title: { en: 'The autoscaler (HPA) of {object} gets no metrics', 'zh-CN': '{object} 的 HPA 取不到指标' },
    advice: { en: 'Check metrics-server, and that the pods name requests.', 'zh-CN': '检查 metrics-server，以及 Pod 是否声明 request。' },
  },
  'job-failed': {
    title: { en: 'The job {object} has failed', 'zh-CN': '任务 {object} 失败' },
    advice: {
      en: 'Read the log of its last pod; backoffLimit or activeDeadlineSeconds ended it.',
      'zh-CN': '查看最后一个 Pod 的日志；backoffLimit 或 activeDeadlineSeconds 终止了它。',
    },
  },
  'job-suspended': {
    title: { en: '{object} is suspended', 'zh-CN': '{object} 已被挂起' },
    advice: { en: 'Set suspend to false when it shall run again.', 'zh-CN': '需要恢复时将 suspend 设为 false。' },
  },
  'deletion-held-by-finalizer': {
    title: { en: 'The deletion of {object} waits for a finalizer', 'zh-CN': '{object} 的删除被 finalizer 阻塞' },
    advice: { en: 'Look at the controller that owns the finalizer.', 'zh-CN': '检查负责该 finalizer 的控制器。' },
  },
  'disruption-budget-blocks': {
    title: { en: 'The disruption budget {object} allows no eviction', 'zh-CN': '中断预算 {object} 不允许驱逐' },
    advice: { en: 'Get its pods ready, or widen the budget.', 'zh-CN': '让其 Pod 恢复就绪，或放宽预算。' },
  },
} as const satisfies Readonly<Record<string, CauseText>>;
