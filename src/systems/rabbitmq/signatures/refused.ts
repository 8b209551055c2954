/** What the broker refuses an application, by the reply codes and texts that it gets. */

import { quotedErrors } from '../../quoted-error.ts';

export const rabbitmqRefusedSignatures = quotedErrors('rabbitmq', 'server', [
  {
    id: 'declaration-differs',
    title: {
      'zh-CN': '队列或交换机已存在而参数不同，声明被拒绝（PRECONDITION_FAILED，inequivalent arg）',
      en: 'A queue or exchange exists with other arguments: its declaration is refused (PRECONDITION_FAILED, inequivalent arg)',
    },
    explanation: {
      'zh-CN':
        '应用声明的 durable、auto-delete、类型或 x- 参数与现有的不一致，信道被关闭（406）：多为发布改了参数，或别的服务先以旧参数建了它。',
      en: 'What the application declares (durable, auto-delete, type or an x- argument) is not how it was made, and the channel is closed (406): mostly a release changed an argument, or another service made it first.',
    },
    quoted: 'inequivalent arg',
    advice: {
      'zh-CN':
        '按报错里的参数名对照（received 与 current）：改回声明，或排空后删除重建；x-max-length、x-message-ttl 这类用策略（policy）设置，就不必重建。',
      en: 'See which argument the error names (received, current): put the declaration back, or drain, delete and make it anew; what a policy can set (length, TTL) is better set by one.',
    },
    source: 'rabbitmq.com: Queues, Declaration and Property Equivalence',
  },
  {
    id: 'queue-missing',
    severity: 'critical',
    title: { 'zh-CN': '队列不存在（NOT_FOUND）', en: 'The queue does not exist (NOT_FOUND)' },
    explanation: {
      'zh-CN':
        '消费或被动声明的队列不在该虚拟主机中，信道被关闭（404）：被删除、因 auto-delete、exclusive 或 x-expires 消失，或连到了别的虚拟主机。',
      en: 'The queue is not in that virtual host, and the channel is closed (404): it was deleted, went with auto-delete, exclusive or x-expires, or the client uses another virtual host.',
    },
    quoted: "NOT_FOUND - no queue '",
    probes: ['queues'],
    advice: {
      'zh-CN': '核对名字与虚拟主机，看是谁删的；由应用在启动时声明，或按定义文件重建（消息不会回来）。',
      en: 'Compare name and virtual host, and see who deleted it; have the application declare it at start, or import the definitions again (its messages do not come back).',
    },
    source: 'rabbitmq.com: AMQP 0-9-1 Reference, 404 not-found',
  },
  {
    id: 'exchange-missing',
    severity: 'critical',
    title: { 'zh-CN': '交换机不存在，发布失败（NOT_FOUND）', en: 'The exchange does not exist: publishing fails (NOT_FOUND)' },
    explanation: {
      'zh-CN': '发布或绑定所用的交换机不在该虚拟主机中，信道被关闭（404）：被删除、从未声明，或连到了别的虚拟主机。',
      en: 'The exchange that is published or bound to is not in that virtual host, and the channel is closed (404): it was deleted, never declared, or the client uses another virtual host.',
    },
    quoted: "NOT_FOUND - no exchange '",
    advice: {
      'zh-CN': '核对名字与虚拟主机；重新声明它和它的绑定（绑定随交换机一起删除）。',
      en: 'Compare name and virtual host; declare it again with its bindings, which went with it.',
    },
    source: 'rabbitmq.com: AMQP 0-9-1 Reference, 404 not-found',
  },
  {
    id: 'queue-locked',
    title: {
      'zh-CN': '独占（exclusive）队列被另一个连接占用（RESOURCE_LOCKED）',
      en: 'An exclusive queue is locked by another connection (RESOURCE_LOCKED)',
    },
    explanation: {
      'zh-CN': 'exclusive 队列只属于声明它的连接（405）：第二个实例用了同一个名字，或旧连接断了而 broker 还没有发现（心跳未超时）。',
      en: 'An exclusive queue belongs to the connection that declared it (405): a second instance uses its name, or the old connection is dead and its heartbeat has not timed out.',
    },
    quoted: 'RESOURCE_LOCKED|cannot obtain exclusive access to locked queue',
    probes: ['connections'],
    advice: {
      'zh-CN': '让每个实例用自己的名字（或服务器生成的名字）；残留的连接在管理界面关闭，并设置合理的心跳。',
      en: 'Give each instance a name of its own (or one that the server makes); close the connection that was left, and set a heartbeat.',
    },
    source: 'rabbitmq.com: Queues, Exclusive Queues',
  },
  {
    id: 'consumer-exclusive',
    title: { 'zh-CN': '队列已有独占消费者，别的消费者被拒绝', en: 'The queue has an exclusive consumer: others are refused' },
    explanation: {
      'zh-CN': '另一个消费者以 exclusive 方式订阅（403，in exclusive use），或本消费者要求独占而队列已有消费者。',
      en: 'Another consumer has subscribed exclusively (403, in exclusive use), or this one wants to and the queue has consumers.',
    },
    quoted: "queue '[^']*' in vhost '[^']*' in exclusive use",
    probes: ['consumers'],
    advice: {
      'zh-CN': '找到现有的消费者；需要一主多备时用 single active consumer 代替 exclusive。',
      en: 'Find the consumer that holds it; where one should work and others stand by use a single active consumer instead.',
    },
    source: 'rabbitmq.com: Consumers, Exclusivity',
  },
  {
    id: 'permission-denied',
    severity: 'critical',
    title: {
      'zh-CN': '权限不足：用户无权访问该资源或虚拟主机',
      en: 'Permission denied: the user may not access that resource or virtual host',
    },
    explanation: {
      'zh-CN': '登录成功，但用户在该虚拟主机没有所需的 configure、write 或 read 权限（403），或根本没有该虚拟主机的权限（530）。',
      en: 'The login works, but the user lacks configure, write or read for that name (403), or has no permissions in the virtual host at all (530).',
    },
    quoted:
      "(ACCESS_REFUSED|NOT_ALLOWED) - (\\w+ )?access to (queue|exchange|topic|vhost) .{1,160} refused for user '[^']*'(?! ?:)|ACCESS_REFUSED - operation not permitted",
    advice: {
      'zh-CN':
        '用 rabbitmqctl list_user_permissions 对照（三个正则按资源名匹配）；声明要 configure，发布要 write，消费要 read，绑定两端都要。',
      en: 'Compare with rabbitmqctl list_user_permissions (three patterns over names): declaring needs configure, publishing write, consuming read, and binding both ends.',
    },
    source: 'rabbitmq.com: Access Control, How Authorisation Works',
  },
  {
    id: 'vhost-missing',
    severity: 'critical',
    title: {
      'zh-CN': '虚拟主机不存在（NOT_ALLOWED，vhost not found）',
      en: 'The virtual host does not exist (NOT_ALLOWED, vhost not found)',
    },
    explanation: {
      'zh-CN': '客户端要的虚拟主机没有建立或被删除（530）；也常是 URI 里的斜杠没有转义（%2F）。',
      en: 'The virtual host that the client asks for was never made or was deleted (530); often the slash in its URI is not escaped (%2F).',
    },
    quoted: 'NOT_ALLOWED - vhost .{1,80} not found',
    advice: {
      'zh-CN': '用 rabbitmqctl list_vhosts 对照；重建后要重新授权并导入定义。',
      en: 'Compare with rabbitmqctl list_vhosts; when it is made anew, set permissions and import definitions again.',
    },
    source: 'rabbitmq.com: Virtual Hosts; URI Specification',
  },
  {
    id: 'vhost-down',
    severity: 'critical',
    title: { 'zh-CN': '虚拟主机在该节点上已停（vhost is down）', en: 'The virtual host is down on that node' },
    explanation: {
      'zh-CN': '该节点上虚拟主机的进程已终止，多因消息存储损坏或磁盘错误，连接被拒绝。',
      en: 'Its processes have ended on that node, mostly for a damaged message store or a failing disk, and connections are refused.',
    },
    quoted: "refused for user '[^']*': vhost '[^']*' is down",
    advice: {
      'zh-CN': '看该节点日志里的终止原因（磁盘、存储），修好后 rabbitmqctl restart_vhost。',
      en: 'See in the log of the node why it ended (disk, message store), repair that, then rabbitmqctl restart_vhost.',
    },
    source: 'rabbitmq.com: Virtual Hosts; rabbitmqctl restart_vhost',
  },
  {
    id: 'connection-limit-of-user',
    severity: 'critical',
    title: {
      'zh-CN': '用户或节点的连接数上限已到，新连接被拒绝',
      en: 'The connection limit of the user or node is reached: new connections are refused',
    },
    explanation: {
      'zh-CN': '该用户（max-connections、max-channels）或节点（connection_max）的上限已到：连接泄漏、实例变多，或上限太小。',
      en: 'The limit of that user (max-connections, max-channels) or node (connection_max) is reached: connections leak, there are more instances, or it is too small.',
    },
    quoted: '(user|node) (connection|channel) limit \\(\\d+\\) is reached',
    probes: ['connections'],
    advice: {
      'zh-CN': '先看连接来自哪个客户端、是否泄漏；再用 rabbitmqctl set_user_limits 或 connection_max 调高。',
      en: 'See first which client holds the connections and whether it leaks; then raise it with rabbitmqctl set_user_limits or connection_max.',
    },
    source: 'rabbitmq.com: User Limits',
  },
  {
    id: 'queue-limit-of-vhost',
    title: {
      'zh-CN': '虚拟主机的队列数上限已到，无法声明队列',
      en: 'The queue limit of the virtual host is reached: queues cannot be declared',
    },
    explanation: {
      'zh-CN': '该虚拟主机的 max-queues 已到：临时队列没有清理，或上限太小。',
      en: 'max-queues of the virtual host is reached: temporary queues are left behind, or it is too small.',
    },
    quoted: 'queue limit in vhost .{1,80} \\(\\d+\\) is reached',
    probes: ['queues'],
    advice: {
      'zh-CN': '清掉无人使用的队列，临时队列设 x-expires 或 auto-delete；确需再调高。',
      en: 'Delete queues that nobody uses and give temporary ones x-expires or auto-delete; raise the limit if they are needed.',
    },
    source: 'rabbitmq.com: Virtual Hosts, Limits',
  },
  {
    id: 'unknown-delivery-tag',
    title: {
      'zh-CN': '消费者确认有误：未知的 delivery tag（PRECONDITION_FAILED）',
      en: 'Wrong acknowledgement: unknown delivery tag (PRECONDITION_FAILED)',
    },
    explanation: {
      'zh-CN': '同一条消息确认了两次、在别的信道上确认，或对自动确认（no-ack）的消费者又确认：信道被关闭（406），未确认的消息重投。',
      en: 'A message is acknowledged twice, on another channel, or although the consumer acknowledges automatically: the channel is closed (406) and what was unacknowledged is redelivered.',
    },
    quoted: 'PRECONDITION_FAILED - unknown delivery tag',
    advice: {
      'zh-CN': '改应用：只在收到消息的信道上确认一次；重连后不要确认旧信道的消息；核对框架的 ack 模式与手工 ack 是否并用。',
      en: 'Repair the application: acknowledge once, on the channel that delivered, and never after reconnecting; see whether the framework acknowledges as well.',
    },
    source: 'rabbitmq.com: Consumer Acknowledgements, Double Acking',
  },
  {
    id: 'message-too-large',
    title: { 'zh-CN': '消息过大，超过 max_message_size，被拒绝', en: 'Messages exceed max_message_size and are refused' },
    explanation: {
      'zh-CN': '消息大于节点允许的 max_message_size（4.0 起默认 16 MiB），信道被关闭（406）。',
      en: 'A message is larger than max_message_size of the node (16 MiB by default since 4.0), and the channel is closed (406).',
    },
    quoted: 'message size \\d+ is larger than (the )?(configured )?max',
    advice: {
      'zh-CN': '大内容放到对象存储、消息里放引用；确需再调高 max_message_size。',
      en: 'Keep large content elsewhere and send a reference; raise max_message_size only if it must be.',
    },
    source: 'rabbitmq.com: Limits, max_message_size',
  },
  {
    id: 'channel-shared',
    title: {
      'zh-CN': '信道被多个线程共用（UNEXPECTED_FRAME、帧错误）',
      en: 'A channel is shared by threads (UNEXPECTED_FRAME, frame errors)',
    },
    explanation: {
      'zh-CN': '帧交错或过大，连接被关闭（501、505）：多个线程在同一信道上发布，或客户端不遵守协商的 frame_max。',
      en: 'Frames are interleaved or too large, and the connection is closed (501, 505): threads publish on one channel, or the client ignores the frame_max that was agreed.',
    },
    quoted: 'UNEXPECTED_FRAME|FRAME_ERROR -|frame_too_large',
    advice: {
      'zh-CN': '每个线程用自己的信道，或对发布加锁；核对客户端版本与 frame_max。',
      en: 'Give each thread a channel of its own, or lock around publishing; compare client version and frame_max.',
    },
    source: 'rabbitmq.com: Channels; Java Client API Guide, Channels and Concurrency',
  },
  {
    id: 'heartbeats-missed',
    title: { 'zh-CN': '心跳超时，连接被断开（missed heartbeats）', en: 'Heartbeat timeout: connections are closed (missed heartbeats)' },
    explanation: {
      'zh-CN': '一端在约两个心跳周期内没有收到任何数据：客户端被长任务或 GC 卡住而不发心跳，主机过载，或中间的网络、负载均衡静默断开。',
      en: 'One side heard nothing for about two intervals: the client is blocked by long work or garbage collection and sends none, a host is overloaded, or network or load balancer dropped the connection silently.',
    },
    quoted:
      'missed heartbeats from client|MissedHeartbeatException|AMQPHeartbeatTimeout|Heartbeat missing with heartbeat|too many missed heartbeats',
    probes: ['connections'],
    advice: {
      'zh-CN': '不要在 I/O 线程里处理消息（pika 等单线程客户端尤其）；看客户端的停顿与网络；心跳设 5～20 秒以上，不要关掉。',
      en: 'Do not handle messages in the thread of the connection (single-threaded clients as pika above all); look at pauses of the client and at the network; keep heartbeats on, no shorter than 5 to 20 s.',
    },
    source: 'rabbitmq.com: Detecting Dead TCP Connections with Heartbeats',
  },
  {
    id: 'connections-forced',
    role: 'symptom',
    title: { 'zh-CN': 'broker 主动断开了连接（CONNECTION_FORCED）', en: 'The broker has closed connections (CONNECTION_FORCED)' },
    explanation: {
      'zh-CN': '节点正在关闭（shutdown），或有人在管理界面、命令行关闭了连接，也可能是用户或虚拟主机被删除（320）。',
      en: 'The node was being shut down, or somebody closed the connections (management, command line), or their user or virtual host was deleted (320).',
    },
    quoted: 'CONNECTION_FORCED',
    probes: ['nodes'],
    advice: {
      'zh-CN': '看报错里的原因与节点是否在维护或重启；客户端应开启自动恢复。',
      en: 'See the reason in the text, and whether a node is maintained or restarted; clients should recover by themselves.',
    },
    source: 'rabbitmq.com: AMQP 0-9-1 Reference, 320 connection-forced',
  },
  {
    id: 'exchange-type-unknown',
    title: { 'zh-CN': '交换机类型未知：插件没有启用', en: 'Unknown exchange type: its plugin is not enabled' },
    explanation: {
      'zh-CN': '该类型（如 x-delayed-message、x-consistent-hash）由插件提供，而该节点没有安装或启用它，多在升级、换镜像之后。',
      en: 'The type (x-delayed-message, x-consistent-hash) comes with a plugin that is not installed or enabled on that node, mostly after an upgrade or another image.',
    },
    quoted: "(unknown|invalid) exchange type '",
    advice: {
      'zh-CN': '用 rabbitmq-plugins list 对照，在每个节点上启用与版本相配的插件。',
      en: 'Compare with rabbitmq-plugins list, and enable the plugin that fits the version on every node.',
    },
    source: 'rabbitmq.com: Plugins',
  },
  {
    id: 'feature-removed',
    title: {
      'zh-CN': '所用的功能不受支持或已弃用（NOT_IMPLEMENTED、deprecated）',
      en: 'A feature in use is not supported or deprecated (NOT_IMPLEMENTED)',
    },
    explanation: {
      'zh-CN': '该队列类型或该版本不支持这个操作（540），或弃用的功能被关闭：如瞬态非独占队列、global QoS、仲裁队列的不支持参数。',
      en: 'The type of queue or the version does not support it (540), or a deprecated feature is off: transient queues that are not exclusive, global QoS, arguments that quorum queues do not know.',
    },
    quoted: 'NOT_IMPLEMENTED - |INTERNAL_ERROR - Feature .{1,60} is deprecated',
    advice: {
      'zh-CN': '对照最近的升级与队列类型的变化，按弃用功能清单改应用；过渡期可在配置中暂时允许（deprecated_features.permit.*）。',
      en: 'Compare the last upgrade and change of queue types with the list of deprecated features; some can be permitted for a while (deprecated_features.permit.*).',
    },
    source: 'rabbitmq.com: Deprecated Features',
  },
]);
