/** Faults of the certificates that nginx serves. */

import type { Signature } from '../../../domain/signature.ts';

const common = { kind: 'nginx', role: 'cause', remedies: [], probes: ['certificates'] } as const;
const hints = 'tls|ssl|https|certificate|expire|证书|过期';

export const certificateSignatures: readonly Signature[] = [
  {
    ...common,
    id: 'nginx.certificate-expired',
    title: { 'zh-CN': '站点的 TLS 证书已过期', en: 'A site’s TLS certificate has expired' },
    explanation: {
      'zh-CN':
        '{certificates.soonestPath}（{certificates.soonestNames}）已过期，剩余 {certificates.daysLeft} 天：浏览器与客户端都会拒绝连接。',
      en: '{certificates.soonestPath} ({certificates.soonestNames}) has expired, {certificates.daysLeft} days left: browsers and clients refuse to connect.',
    },
    severity: 'critical',
    hints,
    confirm: ['certificates.expired', '>', 0],
    refute: ['certificates.expired', '==', 0],
    advice: {
      'zh-CN': '续签并替换文件后重载；再查自动续期为何没有执行（定时任务、DNS 验证、端口 80）。',
      en: 'Renew it, replace the file and reload; then see why renewal did not run (timer, DNS challenge, port 80).',
    },
    source: 'RFC 5280, 4.1.2.5',
  },
  {
    ...common,
    id: 'nginx.certificate-expiring',
    title: { 'zh-CN': '站点的 TLS 证书即将过期', en: 'A site’s TLS certificate expires soon' },
    explanation: {
      'zh-CN': '{certificates.soonestPath}（{certificates.soonestNames}）还有 {certificates.daysLeft} 天过期，之后客户端会拒绝连接。',
      en: '{certificates.soonestPath} ({certificates.soonestNames}) expires in {certificates.daysLeft} days; after that clients refuse to connect.',
    },
    severity: 'warning',
    hints,
    confirm: {
      all: [
        ['certificates.daysLeft', '<', 14],
        ['certificates.expired', '==', 0],
      ],
    },
    refute: ['certificates.daysLeft', '>=', 14],
    advice: {
      'zh-CN': '自动续期通常在剩余 30 天时完成，现在应已失败过几次：查续期日志。',
      en: 'Renewal usually happens 30 days before the end, so it has failed already: read its log.',
    },
    source: 'letsencrypt.org: renewal at a third of the lifetime left',
  },
  {
    ...common,
    id: 'nginx.certificate-not-yet-valid',
    title: { 'zh-CN': '站点的 TLS 证书尚未生效', en: 'A site’s TLS certificate is not valid yet' },
    explanation: {
      'zh-CN': '{certificates.notYetValid} 份证书的生效时间在将来，客户端会拒绝：签发机构或本机时钟有偏差。',
      en: '{certificates.notYetValid} certificates begin in the future, and clients refuse them: the clock of the issuer or of this machine is wrong (clock skew).',
    },
    severity: 'critical',
    hints,
    confirm: ['certificates.notYetValid', '>', 0],
    refute: ['certificates.notYetValid', '==', 0],
    advice: { 'zh-CN': '核对时钟同步，必要时重新签发。', en: 'Check that clocks are in step; have it issued anew if need be.' },
    source: 'RFC 5280, 4.1.2.5',
  },
  {
    ...common,
    id: 'nginx.certificate-name-mismatch',
    title: {
      'zh-CN': '证书域名不匹配：缺少 {certificates.mismatchName}',
      en: 'Certificate name mismatch: {certificates.mismatchName} is missing',
    },
    explanation: {
      'zh-CN':
        'server_name {certificates.mismatchName} 使用 {certificates.mismatchPath}，而证书里没有这个域名（共 {certificates.mismatches} 处），浏览器会告警或拒绝。',
      en: 'server_name {certificates.mismatchName} uses {certificates.mismatchPath}, which does not hold that name ({certificates.mismatches} such places); browsers warn or refuse.',
    },
    severity: 'warning',
    hints,
    confirm: ['certificates.mismatches', '>', 0],
    refute: ['certificates.mismatches', '==', 0],
    advice: {
      'zh-CN': '换用包含该域名的证书，或把域名加入签发名单；* 只覆盖一级子域。',
      en: 'Use a certificate with that name, or have it added; a * covers one level only.',
    },
    source: 'RFC 9525',
  },
  {
    ...common,
    id: 'nginx.certificate-not-loaded',
    title: { 'zh-CN': '证书已更新但未加载（没有 reload）', en: 'A renewed certificate is not loaded (nginx was not reloaded)' },
    explanation: {
      'zh-CN': '{certificates.notLoadedPath} 在上次加载之后被替换：nginx 仍在使用旧证书，直到重载。',
      en: '{certificates.notLoadedPath} was replaced after the latest load: nginx still serves the old certificate until it is reloaded.',
    },
    severity: 'warning',
    explains: ['*.certificate-expired', '*.certificate-expires-soon'],
    hints,
    confirm: ['certificates.notLoaded', '>', 0],
    refute: ['certificates.notLoaded', '==', 0],
    advice: {
      'zh-CN': '重载 nginx，并在续期脚本里加上 deploy hook。',
      en: 'Reload nginx, and give the renewal a deploy hook.',
    },
    remedies: [{ action: 'reload', arguments: {} }],
    source: 'nginx.org: Configuring HTTPS servers; certbot: renewal hooks',
  },
  {
    ...common,
    id: 'nginx.certificate-weak',
    title: { 'zh-CN': 'TLS 证书的密钥过短', en: 'A TLS certificate’s key is too short (weak)' },
    explanation: {
      'zh-CN': '{certificates.weakPath} 的 RSA 密钥不足 2048 位，现代客户端会拒绝。',
      en: '{certificates.weakPath} has an RSA key below 2048 bits, which today’s clients refuse.',
    },
    severity: 'warning',
    hints,
    confirm: ['certificates.weak', '>', 0],
    refute: ['certificates.weak', '==', 0],
    advice: { 'zh-CN': '用 2048 位以上的 RSA 或 ECDSA P-256 重新签发。', en: 'Have it issued anew with RSA 2048 or ECDSA P-256.' },
    source: 'CA/Browser Forum Baseline Requirements, 6.1.5',
  },
];
