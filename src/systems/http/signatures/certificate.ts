/** Faults of certificates and TLS. */

import type { Condition, Signature } from '../../../domain/signature.ts';

/** How a proxy sees it that speaks TLS to the service itself. */
const proxyHandshakes = [
  'haproxy.check-tls',
  'nginx.upstream-tls-failing',
  'haproxy.backend-without-servers',
  'haproxy.own-errors',
] as const;

const hints = 'tls|ssl|certificate|cert|x509|证书';

/** Fewer days, and less than a third of its life: some are made for a week, and are renewed at two days. */
function isShort(days: number): Condition {
  return {
    all: [
      ['certificate.isExpired', '==', false],
      ['certificate.daysLeft', '<', days],
      ['certificate.daysLeft', '<', { fact: 'certificate.lifetimeDays', times: 1 / 3 }],
    ],
  };
}

const isNear: Condition = {
  all: [
    ['certificate.isExpired', '==', false],
    ['certificate.daysLeft', '<', 3],
  ],
};

export const certificateSignatures: readonly Signature[] = [
  {
    id: 'http.certificate-expired',
    kind: 'http',
    title: { 'zh-CN': 'TLS 证书已过期', en: 'The TLS certificate has expired' },
    explanation: {
      'zh-CN': '{certificate.subject} 的证书已于 {certificate.validTo} 过期，客户端拒绝连接。',
      en: 'The certificate of {certificate.subject} expired at {certificate.validTo}; clients refuse to connect.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['http.tls-failed', 'http.certificate-untrusted', ...proxyHandshakes],
    hints: `${hints}|expire|过期`,
    probes: ['certificate'],
    confirm: ['certificate.isExpired', '==', true],
    refute: ['certificate.isExpired', '==', false],
    advice: {
      'zh-CN': '续签并部署新证书，重新加载服务；再查自动续期为何失败。',
      en: 'Renew and deploy it and reload the service; then find out why renewal did not happen by itself.',
    },
    remedies: [],
    source: 'RFC 5280, 4.1.2.5',
  },
  {
    id: 'http.certificate-chain-expired',
    kind: 'http',
    title: { 'zh-CN': '证书链里的中间证书已过期', en: 'An intermediate certificate of the chain has expired' },
    explanation: {
      'zh-CN':
        '{certificate.subject} 自己的证书有效（还有 {certificate.daysLeft} 天），但证书链中签发它的中间证书 {certificate.expiredIssuer} 已于 {certificate.expiredIssuerAt} 过期，客户端校验失败。',
      en: 'The certificate of {certificate.subject} itself is good for {certificate.daysLeft} days, but the intermediate that issued it, {certificate.expiredIssuer}, expired at {certificate.expiredIssuerAt}: clients refuse the chain.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['http.tls-failed', 'http.certificate-untrusted', ...proxyHandshakes],
    hints: `${hints}|expire|intermediate|chain|issuer|过期|中间证书|证书链`,
    probes: ['certificate'],
    // An old root beside a valid path is sent by many and hurts nobody: only a chain that is refused counts.
    confirm: {
      all: [
        ['certificate.isExpired', '==', false],
        ['certificate.error', '==', 'CERT_HAS_EXPIRED'],
        ['certificate.expiredIssuer', '!=', ''],
      ],
    },
    refute: ['certificate.error', '!=', 'CERT_HAS_EXPIRED'],
    advice: {
      'zh-CN': '向签发机构取新的中间证书，替换服务器上的证书链文件并重新加载；自己的证书不用重新签发。',
      en: 'Fetch the current intermediate from the issuer, replace it in the chain file of the server and reload; the own certificate need not be issued anew.',
    },
    remedies: [],
    source: 'RFC 5280, 6.1: path validation; the expiry of AddTrust External CA Root (May 2020)',
  },
  {
    id: 'http.certificate-expires-soon',
    kind: 'http',
    title: { 'zh-CN': 'TLS 证书即将过期', en: 'The TLS certificate expires soon' },
    explanation: {
      'zh-CN': '证书还有 {certificate.daysLeft} 天过期（{certificate.validTo}），之后客户端会拒绝连接。',
      en: 'It expires in {certificate.daysLeft} days, at {certificate.validTo}; after that clients refuse to connect.',
    },
    severity: 'warning',
    role: 'cause',
    hints: `${hints}|expire|过期`,
    probes: ['certificate'],
    // It hurts nobody yet: beside another trouble it is only told when it is a matter of days.
    confirm: isShort(7),
    confirmWhenHinted: isShort(14),
    // One that was made for two days ends in two days: whoever is warned of that is told so.
    likelyWhenHinted: { any: [isShort(21), isNear] },
    refute: {
      any: [
        ['certificate.daysLeft', '>=', 30],
        ['certificate.isExpired', '==', true],
      ],
    },
    advice: { 'zh-CN': '尽快续签，并检查自动续期任务。', en: 'Renew it, and look at the job that should have.' },
    remedies: [],
    source: 'RFC 5280, 4.1.2.5',
  },
  {
    id: 'http.certificate-not-yet-valid',
    kind: 'http',
    title: { 'zh-CN': 'TLS 证书尚未生效', en: 'The TLS certificate is not valid yet' },
    explanation: {
      'zh-CN': '证书从 {certificate.validFrom} 起才有效，客户端拒绝连接：部署过早，或某一端时钟有偏差。',
      en: 'It is valid from {certificate.validFrom} only, and clients refuse it: deployed early, or a clock is wrong (clock skew).',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['http.tls-failed', 'http.certificate-untrusted', ...proxyHandshakes],
    hints: `${hints}|clock|时钟`,
    probes: ['certificate'],
    confirm: ['certificate.isNotYetValid', '==', true],
    refute: ['certificate.isNotYetValid', '==', false],
    advice: { 'zh-CN': '核对两端时钟与签发时间。', en: 'Compare the clocks with the time of issue.' },
    remedies: [],
    source: 'RFC 5280, 4.1.2.5',
  },
  {
    id: 'http.certificate-wrong-name',
    kind: 'http',
    title: { 'zh-CN': '证书域名不匹配：{certificate.name}', en: 'Certificate name mismatch: it is not valid for {certificate.name}' },
    explanation: {
      'zh-CN': '访问的是 {certificate.name}，证书却只含 {certificate.names}：部署了错误的证书，或缺少该域名，客户端会拒绝。',
      en: 'Asked for {certificate.name}, the certificate only names {certificate.names}: the wrong one is deployed, or the name is missing, and clients refuse it.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['http.tls-failed', ...proxyHandshakes],
    hints: `${hints}|hostname|mismatch|altname|域名`,
    probes: ['certificate'],
    confirm: {
      all: [
        ['certificate.isNameRight', '==', false],
        ['certificate.isChecked', '==', true],
      ],
    },
    refute: ['certificate.isNameRight', '==', true],
    advice: {
      'zh-CN': '部署包含该域名的证书，或修正虚拟主机（SNI）配置。',
      en: 'Deploy one with that name, or correct the virtual host (SNI).',
    },
    remedies: [],
    source: 'RFC 9525',
  },
  {
    id: 'http.certificate-untrusted',
    kind: 'http',
    title: {
      'zh-CN': 'TLS 证书不受信任（自签名或缺中间证书）',
      en: 'The TLS certificate is not trusted (self-signed, or incomplete chain)',
    },
    explanation: {
      'zh-CN':
        '校验失败，结果 {certificate.error}，签发者 {certificate.issuer}，链长 {certificate.chainLength}：自签名、缺中间证书，或客户端不认识该 CA。',
      en: 'Verification failed with {certificate.error}; issuer {certificate.issuer}, chain of {certificate.chainLength}: self-signed, an intermediate missing, or an unknown authority (CA).',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['http.tls-failed', ...proxyHandshakes],
    hints: `${hints}|self.signed|untrusted|chain|自签|信任`,
    probes: ['certificate'],
    confirm: {
      all: [
        ['certificate.isUntrusted', '==', true],
        ['certificate.isChecked', '==', true],
        ['certificate.isExpired', '==', false],
      ],
    },
    refute: {
      any: [
        ['certificate.isUntrusted', '==', false],
        ['certificate.isChecked', '==', false],
      ],
    },
    advice: {
      'zh-CN': '部署完整的证书链；内部 CA 则在客户端（及本系统的 tls.caFile）中配置。',
      en: 'Deploy the whole chain; an internal authority must be known to clients, and to this bot as tls.caFile.',
    },
    remedies: [],
    source: 'RFC 5280, 6',
  },
  {
    id: 'http.client-certificate-wanted',
    kind: 'http',
    title: { 'zh-CN': '服务端要求客户端证书（双向 TLS，mTLS）', en: 'The service requires a client certificate (mutual TLS)' },
    explanation: {
      'zh-CN': '没有客户端证书、或证书不被接受的请求在 TLS 握手时被拒绝：{health.reason}。',
      en: 'In the TLS handshake it rejects clients without a certificate, or with one that it does not accept: {health.reason}.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['http.tls-failed', ...proxyHandshakes],
    hints: `${hints}|handshake|mutual|mtls|握手|双向`,
    probes: ['health', 'certificate'],
    confirm: {
      all: [
        ['health.problem', '==', 'tls'],
        {
          any: [
            [
              'health.code',
              'matches',
              'CERTIFICATE_REQUIRED|ALERT_(BAD|UNKNOWN|UNSUPPORTED)_CERTIFICATE|ALERT_CERTIFICATE_|ALERT_UNKNOWN_CA',
            ],
            ['health.reason', 'matches', 'alert (bad|unknown|unsupported) certificate|certificate required|alert unknown ca'],
          ],
        },
      ],
    },
    refute: ['health.isAnswering', '==', true],
    advice: {
      'zh-CN': '确认双向 TLS 是否有意开启；有意则给调用方签发并配置客户端证书，否则撤回该配置。',
      en: 'Find out whether mutual TLS is meant: if so give the callers a certificate that it accepts, else take the setting back.',
    },
    remedies: [],
    source: 'RFC 8446, 4.3.2 and 6.2: certificate_required',
  },
  {
    id: 'http.tls-version-mismatch',
    kind: 'http',
    title: { 'zh-CN': 'TLS 版本或算法不兼容', en: 'TLS version or cipher mismatch' },
    explanation: {
      'zh-CN': '双方没有共同的协议版本或算法，握手失败：{health.reason}。服务端只支持过时的版本，或一端刚刚收紧了要求。',
      en: 'Both sides have no protocol version or cipher in common, so the handshake fails: {health.reason}. The service only speaks an old one, or one side was hardened lately.',
    },
    severity: 'critical',
    role: 'cause',
    explains: ['http.tls-failed', ...proxyHandshakes],
    hints: `${hints}|handshake|version|protocol|cipher|browser|握手|版本|协议|算法|浏览器`,
    probes: ['health', 'certificate'],
    confirm: {
      all: [
        ['health.problem', '==', 'tls'],
        {
          any: [
            [
              'health.code',
              'matches',
              'PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|VERSION_TOO_(LOW|HIGH)|NO_(SHARED_CIPHER|PROTOCOLS_AVAILABLE)|WRONG_SSL_VERSION|INSUFFICIENT_SECURITY',
            ],
            [
              'health.reason',
              'matches',
              'protocol version|unsupported protocol|version too (low|high)|no shared cipher|insufficient security',
            ],
          ],
        },
      ],
    },
    refute: ['health.isAnswering', '==', true],
    advice: {
      'zh-CN': '在服务端启用 TLS 1.2 或 1.3 与现代算法；不能升级的设备前面放一个终止 TLS 的代理。',
      en: 'Allow TLS 1.2 or 1.3 with current ciphers on the service; put a proxy that ends TLS before what cannot be upgraded.',
    },
    remedies: [],
    source: 'RFC 8996; RFC 8446, 6.2: protocol_version',
  },
  {
    id: 'http.tls-failed',
    kind: 'http',
    title: { 'zh-CN': 'TLS 握手失败', en: 'The TLS handshake fails' },
    explanation: {
      'zh-CN': '握手失败：{health.reason}。协议版本或算法不兼容、需要客户端证书，或该端口根本不是 TLS。',
      en: 'The handshake fails: {health.reason}. TLS versions or ciphers do not match, a client certificate is required, or the port does not speak TLS.',
    },
    severity: 'critical',
    role: 'cause',
    hints: `${hints}|handshake|握手`,
    probes: ['health', 'certificate'],
    confirm: {
      all: [
        ['health.problem', '==', 'tls'],
        ['certificate.isShown', '==', false],
      ],
    },
    likely: ['health.problem', '==', 'tls'],
    refute: ['health.isAnswering', '==', true],
    advice: {
      'zh-CN': '用 openssl s_client 对照两端支持的协议；核对端口与协议是否配反。',
      en: 'Compare what both ends support with openssl s_client; check port and scheme.',
    },
    remedies: [],
    source: 'RFC 8446',
  },
];
