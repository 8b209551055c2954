/** Errors between an application and whom it calls: logins, rights, limits, broken connections, answers. */

import type { KnownError } from '../known-errors.ts';

export const errorsOfPeers: readonly KnownError[] = [
  {
    id: 'login-refused',
    isReason: true,
    pattern:
      /password authentication failed|access denied for user|\bWRONGPASS\b|\bNOAUTH\b|\bACCESS_REFUSED\b|login (?:failed|was refused)|authentication (?:failed|failure|error)|authorization violation|invalid (?:username|user name|password|credentials|api key)|\b28P01\b|\bER_ACCESS_DENIED_ERROR\b|\b401\b.{0,20}unauthorized|unauthorized.{0,20}\b401\b|invalid_(?:client|token|grant)|client secret.{0,80}(?:expired|invalid)|AADSTS7\d+|(?:token|jwt|session) (?:has |is )?expired|SASL authentication|\b535[ -]5\.7|username and password not accepted|InvalidAccessKeyId|SignatureDoesNotMatch|\bExpiredToken\b|(?:security )?token .{0,40}(?:is |has )?expired|JWT signature|signature (?:verification|validation) failed|incorrect api key|AcceptSecurityContext|LDAP: error code 49|(?:签名|token|令牌|密钥|凭证|凭据).{0,12}(?:已过期|过期|失效|错误|不正确|验证失败)/i,
    severity: 'critical',
    title: {
      'zh-CN': '它的登录被拒绝：认证失败（密码、令牌错误或过期）',
      en: 'Its login is refused: authentication failed (wrong or expired password or token)',
    },
    meaning: {
      'zh-CN': '密码轮换后应用没有更新、令牌或密钥过期，或账号被锁、被删。',
      en: 'A password was rotated without the application, a token or secret has expired, or the account was locked or removed.',
    },
    advice: {
      'zh-CN': '核对应用此刻使用的凭据与对端账号的状态，看最近是否轮换过。',
      en: 'Compare the credentials that it uses now with the account at the other end, and see whether they were rotated lately.',
    },
    source: 'SQLSTATE 28P01; MySQL error 1045; redis.io: AUTH; AMQP 0-9-1: 403; RFC 6749',
  },
  {
    id: 'right-missing',
    isReason: true,
    pattern:
      /permission denied for (?:table|relation|schema|sequence|function|view|database)|command denied to user|\bNOPERM\b|(?:SQLSTATE|code)\W{1,3}42501\b|\bER_(?:TABLE|DB|COLUMN)ACCESS_DENIED_ERROR\b|insufficient privilege|access ?denied ?exception|not authorized to (?:perform|access)|permissions violation|(?:topic|group)authorization|\bAccessDenied\b|PermissionDenied\b|insufficient scope|\b403\b.{0,20}forbidden|forbidden.{0,20}\b403\b/i,
    severity: 'critical',
    title: {
      'zh-CN': '它缺少权限：对端拒绝了操作（没有授权）',
      en: 'It lacks a permission: the other end denies the operation (missing grant)',
    },
    meaning: {
      'zh-CN': '权限被收回，或对象（表、队列、主题）被重建而没有重新授权。',
      en: 'A right was revoked, or the object (table, queue, topic) was made anew without its grants.',
    },
    advice: {
      'zh-CN': '在对端核对这个账号的授权，补上报错所指的那一项，不要给全部权限。',
      en: 'Compare the grants of that account at the other end, and grant what the error names, not everything.',
    },
    source: 'SQLSTATE 42501; MySQL error 1142; redis.io: ACL; kafka.apache.org: authorization',
  },
  {
    id: 'rate-limited',
    isWait: true,
    pattern:
      /(?:status(?: ?code)?|http|code|answered|returned|error)[ =:"]{1,3}429\b|too many requests|rate.?limit(?:ed)?(?: exceeded)?|throttl(?:ed|ing)exception|quota (?:exceeded|has been exceeded)|resource_exhausted|RequestLimitExceeded|OVER_QUERY_LIMIT|\bSlowDown\b|reduce your request rate|(?:daily|monthly|hourly|request) (?:quota|limit) .{0,30}(?:reached|exceeded|used up)|流控|限流|请求过于频繁|(?:调用|请求)(?:次数|频率)?超(?:过|出)?.{0,6}(?:限制|上限|配额)|配额.{0,6}(?:用完|用尽|不足|超)/i,
    severity: 'warning',
    title: {
      'zh-CN': '它调用的服务限流（429、配额用尽）',
      en: 'A service that it calls limits its rate (429, quota exceeded)',
    },
    meaning: {
      'zh-CN': '调用量变大（重试放大、任务并发），或对方调低了配额。',
      en: 'It calls more often (retries, parallel jobs), or the quota was lowered.',
    },
    advice: {
      'zh-CN': '看谁在多调，给重试加退避；再与对方确认配额。',
      en: 'See who calls more, give retries a backoff, then ask the other side about the quota.',
    },
    source: 'RFC 6585: 429',
  },
  {
    id: 'peer-fails',
    pattern:
      /\b50[0234]\b.{0,40}(?:bad gateway|service unavailable|gateway time-?out|internal server error|(?:from|by)\b)|(?:answered|returned|responded|replied|status(?: ?code)?|http)[ =:"]{1,4}(?:with )?50[0234]\b|upstream .{0,40}(?:error|unavailable|fail)|serviceunavailable/i,
    severity: 'warning',
    title: {
      'zh-CN': '它调用的服务返回错误（5xx）',
      en: 'A service that it calls answers with errors (5xx)',
    },
    meaning: { 'zh-CN': '原因在被调用方。', en: 'The cause lies with the one that is called.' },
    advice: {
      'zh-CN': '到报错所指的服务去看。',
      en: 'Look at the service that the error names.',
    },
    source: 'RFC 9110: 5xx',
  },
  {
    id: 'connections-break',
    pattern:
      /ECONNRESET|connection (?:was )?reset|\bEPIPE\b|broken pipe|socket hang up|unexpected (?:eof|end of)|server has gone away|lost connection to|connection (?:was )?(?:closed|terminated) (?:unexpectedly|by)|server closed the connection|communications link failure|terminating connection due to (?:administrator|idle)|EHOSTUNREACH|no route to host|ENETUNREACH|network is unreachable/i,
    severity: 'warning',
    title: {
      'zh-CN': '它到对端的连接中断（被重置、被关闭或不可达）',
      en: 'Its connections break (reset, closed by the other end, or no route)',
    },
    meaning: {
      'zh-CN': '对端重启或崩溃、空闲超时比连接池短、中间的防火墙或负载均衡断开，或路由丢失。',
      en: 'The other end restarts or crashes, its idle timeout is shorter than the pool’s, a firewall or balancer between cuts them, or a route is gone.',
    },
    advice: {
      'zh-CN': '对照对端的启动时间与空闲超时，再看中间的网络。',
      en: 'Compare with the uptime and the idle timeout of the other end, then look at the network between.',
    },
    source: 'errno(3): ECONNRESET, EPIPE, EHOSTUNREACH',
  },
  {
    id: 'clock-off',
    isReason: true,
    pattern:
      /clock (?:skew|drift)|(?:token|certificate|jwt|assertion).{0,40}not yet valid|NotYetValid|IDX10222|RequestTimeTooSkewed|token (?:used before issued|is not yet valid)|(?:iat|nbf) .{0,30}future|timestamp .{0,40}(?:in the future|too (?:old|far)|outside of)|recvWindow/i,
    severity: 'warning',
    title: {
      'zh-CN': '时钟偏差：时间戳被拒绝',
      en: 'Clock skew: its timestamps are not accepted',
    },
    meaning: {
      'zh-CN': '两端主机的时钟不一致，NTP 没有同步。',
      en: 'The clocks of the two hosts differ: NTP does not keep them together.',
    },
    advice: { 'zh-CN': '在两端检查 NTP 同步。', en: 'Check NTP on both hosts.' },
    source: 'RFC 7519: iat, nbf; AWS: RequestTimeTooSkewed',
  },
];
