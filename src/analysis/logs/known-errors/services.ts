/** Errors of a service between its callers and its providers: workers, circuit breakers, accounts, licences, TLS, mail, sizes, origins. */

import type { KnownError } from '../known-errors.ts';

export const errorsOfServices: readonly KnownError[] = [
  {
    id: 'licence-expired',
    isReason: true,
    pattern:
      /licen[cs]e.{0,60}(?:expired|is invalid|not valid|not found|missing|exceeded|limit)|(?:no|invalid) (?:valid )?licen[cs]e|(?:授权|许可证?|license).{0,12}(?:已过期|过期|到期|失效|无效)/i,
    severity: 'critical',
    title: {
      'zh-CN': '软件许可证（license、授权）过期或无效',
      en: 'A software licence has expired or is not valid',
    },
    meaning: {
      'zh-CN': '许可证到期、超出授权数量，或换机器后没有重新绑定。',
      en: 'A licence ran out, its limit of seats or nodes is reached, or the machine was replaced without binding it again.',
    },
    advice: {
      'zh-CN': '核对许可证的有效期与授权范围，导入新的许可证并重启。',
      en: 'Compare its dates and limits, install the renewed one and restart.',
    },
    source: 'vendors’ licence checks: FlexNet, Elastic, MongoDB Enterprise',
  },
  {
    id: 'account-unpaid',
    isReason: true,
    pattern:
      /\b402\b.{0,20}payment required|\b(?:https?|status(?: ?code)?|answered|returned|responded)[ =:"/.\d]{1,10}402\b|insufficient (?:prepaid|account|api|sms|trial) (?:balance|credits?|funds)|(?:out of|no(?: more| remaining)?|not enough|insufficient) credits?\b|credits? (?:exhausted|used up|depleted)|(?:please )?top[ -]?up (?:your|the) (?:account|balance)|payment required|insufficient_quota|exceeded your current quota|billing (?:hard )?limit|(?:account|credit) balance.{0,20}(?:insufficient|too low|exhausted|used up)|account (?:has been |is )?(?:suspended|overdue|in arrears|deactivated)|isv\.AMOUNT_NOT_ENOUGH|余额不足.{0,12}(?:充值|续费)|(?:短信|账户|账号|套餐|资源包).{0,10}(?:余额|余量|额度)?(?:不足|用完|用尽|欠费|停用|冻结|停机)|欠费/i,
    severity: 'critical',
    title: {
      'zh-CN': '它在服务商的账户余额或套餐用完（欠费、停用）',
      en: 'Its account at a provider has run out of credit or is suspended',
    },
    meaning: {
      'zh-CN': '预付余额、套餐或账单额度用完，服务商拒绝请求；用量突增也会提前用完。',
      en: 'A prepaid balance, a package or a billing limit is used up, and the provider refuses requests; a sudden rise of use brings it there early.',
    },
    advice: {
      'zh-CN': '充值或提高额度，并给余额设告警；再看用量是否异常增长。',
      en: 'Top it up or raise the limit, put an alert on the balance, and see whether its use grew unusually.',
    },
    source: 'RFC 9110: 402; OpenAI: insufficient_quota; Alibaba Cloud SMS: isv.AMOUNT_NOT_ENOUGH',
  },
  {
    id: 'workers-exhausted',
    isWait: true,
    pattern:
      /max_children|MaxRequestWorkers|RejectedExecutionException|WORKER TIMEOUT|listen queue of socket|thread ?pool (?:is )?(?:exhausted|full)|(?:all|no) (?:worker|thread)s? (?:are )?(?:busy|available|free)|(?:task|request|work) queue (?:is )?full|queue (?:is )?full.{0,40}(?:reject|drop|discard)|线程池.{0,6}(?:已满|耗尽|满)|队列已满/i,
    severity: 'critical',
    title: {
      'zh-CN': '它的工作进程（线程池）耗尽：请求排队、超时或被拒绝',
      en: 'Its workers (thread pool, pm.max_children) are exhausted: requests queue, time out or are refused',
    },
    meaning: {
      'zh-CN': '每个请求占用得太久（下游慢、锁、没有超时），或并发上升而工作进程数太小。',
      en: 'Each request keeps a worker too long (a slow dependency, a lock, no time limit), or there are more requests than the number of workers was made for.',
    },
    advice: {
      'zh-CN': '先看工作进程此刻卡在哪里（线程栈、slowlog、下游延迟），给下游调用加超时；确认不是下游慢之后再加大数量。',
      en: 'See first what they wait for (stacks, slow log, latency of what they call) and give those calls a time limit; raise their number only when nothing below is slow.',
    },
    source: 'php.net: pm.max_children; httpd.apache.org: MaxRequestWorkers; gunicorn: timeout; java.util.concurrent.ThreadPoolExecutor',
  },
  {
    id: 'breaker-open',
    pattern:
      /circuit ?-?breaker.{0,80}\b(?:is |has )?(?:open(?:ed)?|tripped)\b|short-circuited|CallNotPermitted|BrokenCircuitException|BlockException|DegradeException|熔断|降级/i,
    severity: 'warning',
    title: {
      'zh-CN': '熔断器打开：对下游的调用被切断',
      en: 'A circuit breaker is open: calls to a dependency are cut off',
    },
    meaning: {
      'zh-CN': '在此之前它调用的下游失败或太慢；原因在下游，或熔断阈值太紧。',
      en: 'What it calls failed or was slow before; the cause lies there, or its threshold is too tight.',
    },
    advice: {
      'zh-CN': '看熔断前最后的错误指向哪个下游，先恢复它；熔断器会自行半开试探。',
      en: 'See which dependency the errors before it name and mend that first; the breaker tries again by itself.',
    },
    source: 'Resilience4j; Hystrix; Sentinel; Polly',
  },
  {
    id: 'tls-handshake',
    isReason: true,
    pattern:
      /wrong version number|(?:tls|ssl)\S* ?(?:alert )?handshake (?:failure|failed|error)|handshake_failure|SSLHandshakeException|(?:protocol version|unsupported protocol).{0,20}(?:not supported|error|alert)|alert.{0,20}protocol_version|no (?:shared cipher|cipher suites? in common)|inappropriate_?fallback|first record does not look like a TLS handshake|http: server gave HTTP response to HTTPS client/i,
    severity: 'critical',
    title: {
      'zh-CN': 'TLS 握手失败：协议版本、加密套件不一致，或一端不是 TLS',
      en: 'The TLS handshake fails: protocol versions or ciphers do not match, or one side does not speak TLS',
    },
    meaning: {
      'zh-CN': '一端停用了旧版本 TLS、客户端库太旧，或端口、协议（http/https）配错。',
      en: 'One side dropped old versions of TLS, a client library is too old, or a port or scheme (http, https) is wrong.',
    },
    advice: {
      'zh-CN': '用 openssl s_client 看对端支持的版本与套件，核对 URL 的协议与端口，再看哪一端最近改过。',
      en: 'See with openssl s_client what the other end speaks, compare scheme and port of the URL, then which side was changed lately.',
    },
    source: 'RFC 8446; OpenSSL: SSL routines',
  },
  {
    id: 'too-large',
    isReason: true,
    pattern:
      /\b413\b.{0,30}(?:too large|entity)|(?:request entity|payload|body|upload|file)\S* (?:is )?too (?:large|big)|MaxUploadSizeExceeded|MulterError: File too|maximum (?:upload|request|body) size|maximum payload|(?:文件|请求体|消息)(?:过大|太大|超过.{0,12}(?:大小|限制))/i,
    severity: 'warning',
    title: {
      'zh-CN': '请求体（文件、消息）超过大小上限（413）',
      en: 'A request body (file, message) is larger than the limit (413)',
    },
    meaning: {
      'zh-CN': '客户端发来的内容变大，或某一层（代理、框架、对端）的上限被调低。',
      en: 'Clients send more, or a limit of one layer (proxy, framework, peer) was lowered.',
    },
    advice: {
      'zh-CN': '沿请求路径核对每一层的上限（代理、网关、应用、对端），看哪一层最近改过。',
      en: 'Compare the limits along the way (proxy, gateway, application, peer) and see which was changed lately.',
    },
    source: 'RFC 9110: 413',
  },
  {
    id: 'origin-refused',
    isReason: true,
    pattern:
      /\bCORS\b.{0,80}(?:denied|blocked|not allowed|reject|invalid|refused)|origin.{0,120}(?:is )?not allowed|(?:blocked|rejected) by CORS|跨域.{0,20}(?:拒绝|不允许|失败)/i,
    severity: 'warning',
    title: {
      'zh-CN': '跨域（CORS）请求被拒绝：来源（Origin）不在允许列表',
      en: 'Cross-origin (CORS) requests are refused: the origin is not in the allowed list',
    },
    meaning: {
      'zh-CN': '允许的来源配置错误（如带上了测试环境的域名），浏览器因此被拒，而直接调用正常。',
      en: 'The list of allowed origins is wrong (that of another environment, say): browsers are refused while direct calls work.',
    },
    advice: {
      'zh-CN': '核对允许的来源列表与前端实际的域名，对照最近的发布。',
      en: 'Compare the allowed origins with the domain of the front end, and with the last release.',
    },
    source: 'fetch.spec.whatwg.org: CORS protocol',
  },
  {
    id: 'mail-refused',
    isReason: true,
    pattern:
      /\b55[0-4][ -]\d\.\d\.\d|relay(?:ing)? (?:access )?denied|(?:client host|sender address|recipient address) rejected|blocked using \S+|message rejected.{0,40}(?:spam|policy)|mailbox (?:is )?full|\bSpamhaus\b/i,
    severity: 'warning',
    title: {
      'zh-CN': '邮件被对方服务器拒收',
      en: 'Mail is refused by the receiving server',
    },
    meaning: {
      'zh-CN': '发件 IP 或域名进了黑名单，SPF、DKIM、中继权限不对，或收件箱已满。',
      en: 'The sending address or domain is on a block list, SPF, DKIM or the right to relay is wrong, or the mailbox is full.',
    },
    advice: {
      'zh-CN': '按返回码的说明处理；查黑名单与 SPF、DKIM、DMARC，停掉异常的发送方。',
      en: 'Follow the reply code; check block lists, SPF, DKIM and DMARC, and stop whoever sends unusually much.',
    },
    source: 'RFC 5321; RFC 3463: enhanced status codes',
  },
  {
    id: 'folder-gone',
    isOwn: true,
    isReason: true,
    pattern:
      /(?:upload|temporary|temp|cache|spool|working|data|output|storage|mount)(?: upload)? (?:location|folder|director(?:y|ies)|path) .{0,200}(?:is not valid|(?:does|do) ?n[o'’]t exist|no longer exists|is missing|not found|has been (?:deleted|removed))|(?:upload|temp\w*|cache|spool|work|data|output)[\w-]* (?:dir|directory|folder) (?:missing|not found)|(?:临时|上传|缓存|数据|工作|输出|挂载)(?:文件)?(?:目录|文件夹|路径).{0,80}(?:不存在|无效|丢失|被删除?|找不到)/i,
    severity: 'critical',
    title: {
      'zh-CN': '它需要的目录不存在了（被清理、删除或没有挂载）',
      en: 'A folder that it needs is gone (cleaned away, deleted or not mounted): it does not exist',
    },
    meaning: {
      'zh-CN': '多为定时清理（tmpfiles、tmpwatch、清理脚本）删掉了长时间未用的临时目录，或发布、换盘后没有建好、没有挂载。',
      en: 'Mostly a clean-up (systemd-tmpfiles, tmpwatch, a script) removed a temporary folder that was long unused, or it was not made or mounted after a release or a change of disks.',
    },
    advice: {
      'zh-CN': '重建该目录（属主、权限与原来一致）或重启服务让它自建；再把它移出清理范围，放到专用目录。',
      en: 'Make it again with its owner and mode, or restart the service so that it does; then take it out of what is cleaned up, and give it a place of its own.',
    },
    source: 'systemd: tmpfiles.d(5); Spring Boot: server.tomcat.basedir',
  },
  {
    id: 'storage-broken',
    isReason: true,
    pattern:
      /stale (?:nfs )?file handle|\bESTALE\b|input\/output error|\bEIO\b|transport endpoint is not connected|\bENOTCONN\b.{0,40}mount/i,
    severity: 'critical',
    title: {
      'zh-CN': '存储（挂载）读写出错：I/O 错误或失效的文件句柄',
      en: 'Its storage (mount) fails: I/O errors or a stale file handle',
    },
    meaning: {
      'zh-CN': '网络存储（NFS、FUSE）断开或被重建，或磁盘损坏。',
      en: 'A network file system (NFS, FUSE) was cut off or made anew, or a disk is failing.',
    },
    advice: {
      'zh-CN': '在主机上看挂载与内核日志；网络存储恢复后重新挂载。',
      en: 'Look at the mount and the kernel log of its host; mount it again once the file server is back.',
    },
    source: 'errno(3): EIO, ESTALE, ENOTCONN',
  },
  {
    id: 'endpoint-gone',
    isReason: true,
    pattern:
      /\b410\b.{0,6}gone|\b404\b.{0,12}not found.{0,8}(?:from|by|for|at|:)? ?(?:(?:GET|POST|PUT|PATCH|DELETE) )?https?:|(?:api|version|endpoint|v\d+).{0,40}(?:retired|has been removed|no longer (?:supported|available)|was (?:removed|shut down)|sunset|下线|已停用)/i,
    severity: 'critical',
    title: {
      'zh-CN': '它调用的接口不存在或已下线（404、410）',
      en: 'The endpoint that it calls is not there any more (404, 410)',
    },
    meaning: {
      'zh-CN': '对方下线了旧版本接口、改了路径，或调用方发布后用错了路径。',
      en: 'The other side retired a version or moved a path, or a release calls the wrong one.',
    },
    advice: {
      'zh-CN': '核对对方的变更公告与最近的发布，改用新的接口或路径。',
      en: 'Compare with the other side’s announcements and the last release, and use the new endpoint.',
    },
    source: 'RFC 9110: 404, 410; RFC 8594: Sunset',
  },
];
