/** Images that cannot be pulled, by what the engine answers. */

import { quotedErrors } from '../../quoted-error.ts';

export const refusedImageSignatures = quotedErrors('docker', 'daemon', [
  {
    id: 'pull-rate-limited',
    title: { 'zh-CN': '拉取镜像被限流（toomanyrequests）', en: 'Image pulls are rate limited (toomanyrequests)' },
    explanation: {
      'zh-CN': '镜像仓库（多为 Docker Hub）限制匿名或免费账号的拉取次数，按出口 IP 计：整个机房或集群共用一个额度。',
      en: 'The registry (mostly Docker Hub) limits pulls without a login or of free accounts, counted by address: a whole site or cluster shares one allowance.',
    },
    quoted: '\\btoomanyrequests\\b|reached your (unauthenticated )?pull rate limit',
    advice: {
      'zh-CN': '登录后拉取（docker login、imagePullSecrets），或改用镜像缓存、私有仓库；额度按小时恢复。',
      en: 'Pull with a login (docker login, imagePullSecrets), or use a pull-through cache or registry of your own; the allowance comes back by the hour.',
    },
    source: 'docs.docker.com: Docker Hub usage and limits',
  },
  {
    id: 'pull-denied',
    severity: 'critical',
    title: {
      'zh-CN': '拉取镜像被拒绝：没有权限，或仓库不存在（pull access denied）',
      en: 'Pulling the image is denied: no access, or no such repository (pull access denied)',
    },
    explanation: {
      'zh-CN': '没有登录、凭据过期或没有该仓库的权限；仓库名写错时得到的也是这个错误（为了不泄露私有仓库是否存在）。',
      en: 'There is no login, it has expired, or it may not read that repository; a wrong name gets the same error, so that private ones are not given away.',
    },
    quoted:
      'pull access denied for|repository does not exist or may require .?docker login|requested access to the resource is denied|unauthorized: (authentication required|incorrect username or password)|no basic auth credentials',
    advice: {
      'zh-CN': '核对镜像名；重新 docker login（ECR 等的令牌 12 小时过期），看执行者的 config.json 或 imagePullSecrets。',
      en: 'Check the name; log in again (tokens of ECR end after 12 hours), and see the config.json or imagePullSecrets of whoever pulls.',
    },
    source: 'docs.docker.com: docker login; distribution: Errors, DENIED',
  },
  {
    id: 'image-tag-missing',
    severity: 'critical',
    title: {
      'zh-CN': '镜像的标签或摘要不存在（manifest unknown）',
      en: 'The tag or digest of the image does not exist (manifest unknown)',
    },
    explanation: {
      'zh-CN': '仓库里没有这个标签：构建没有推送、标签写错，或被清理策略删除。',
      en: 'The registry has no such tag: the build was not pushed, the tag is wrong, or a clean-up removed it.',
    },
    quoted: 'manifest unknown|manifest for \\S+ not found|failed to resolve reference "[^"]+".{0,120}: not found',
    advice: {
      'zh-CN': '在仓库里看有哪些标签；重新推送，或改回上一个存在的标签；发布用摘要或不变的标签。',
      en: 'See which tags the registry has; push again, or go back to the last one that exists; release by digest or by tags that never move.',
    },
    source: 'distribution: Errors, MANIFEST_UNKNOWN',
  },
  {
    id: 'image-platform-missing',
    title: {
      'zh-CN': '镜像没有本机架构的版本（no matching manifest）',
      en: 'The image has no variant for this platform (no matching manifest)',
    },
    explanation: {
      'zh-CN': '镜像没有为该架构（如 arm64）构建。',
      en: 'It was not built for this architecture (arm64, for example).',
    },
    quoted: 'no matching manifest for \\S+|does not match the (specified|detected host) platform',
    advice: {
      'zh-CN': '用 docker buildx build --platform 构建多架构镜像，或在相应架构的主机上运行。',
      en: 'Build for several platforms with docker buildx build --platform, or run it on a host of its architecture.',
    },
    source: 'docs.docker.com: Multi-platform builds',
  },
  {
    id: 'image-architecture-differs',
    severity: 'critical',
    title: { 'zh-CN': '程序与主机的架构不符（exec format error）', en: 'The program is for another architecture (exec format error)' },
    explanation: {
      'zh-CN': '镜像里的程序是另一种 CPU 架构的（如在 arm64 上构建、在 amd64 上运行），也可能是脚本没有 #! 首行。',
      en: 'The program of the image is for another CPU (built on arm64 and run on amd64, for example), or a script lacks its #! line.',
    },
    quoted: 'exec format error',
    probes: ['containers'],
    advice: {
      'zh-CN': '用 docker image inspect 看 Architecture，与 uname -m 对照；按目标架构重新构建（buildx --platform）。',
      en: 'Compare Architecture of docker image inspect with uname -m, and build for the target (buildx --platform).',
    },
    source: 'execve(2): ENOEXEC; docs.docker.com: Multi-platform builds',
  },
  {
    id: 'registry-unreachable',
    severity: 'critical',
    title: { 'zh-CN': '连不上镜像仓库，拉取失败', en: 'The registry is unreachable: pulls fail' },
    explanation: {
      'zh-CN': '引擎到仓库的网络、DNS 或代理不通，或仓库没有响应。',
      en: 'Network, DNS or proxy between engine and registry fail, or the registry does not answer.',
    },
    quoted:
      '(Get|Head) "https?://[^"]+/v2/[^"]*": ?(dial tcp|net/http: (request canceled|TLS handshake timeout)|context deadline exceeded|EOF|proxyconnect)',
    advice: {
      'zh-CN': '在该主机上 curl 仓库的 /v2/；核对 dockerd 自己的代理设置（systemd 的 HTTP_PROXY、daemon.json）与 DNS。',
      en: 'Try /v2/ of the registry with curl on that host; check the proxy of dockerd itself (HTTP_PROXY in systemd, daemon.json) and DNS.',
    },
    source: 'docs.docker.com: Daemon proxy configuration',
  },
  {
    id: 'registry-untrusted',
    title: {
      'zh-CN': '镜像仓库的证书不受信任，或仓库不是 HTTPS',
      en: 'The certificate of the registry is not trusted, or it does not speak HTTPS',
    },
    explanation: {
      'zh-CN': '私有仓库的 CA 没有装进引擎，证书换了签发者，或仓库只有 HTTP。',
      en: 'The engine does not know the authority of a private registry, its issuer changed, or it speaks HTTP only.',
    },
    quoted: '/v2/[^"]*": ?(tls: failed to verify certificate: )?x509: |http: server gave HTTP response to HTTPS client',
    advice: {
      'zh-CN': '把 CA 放进 /etc/docker/certs.d/HOST:PORT/ca.crt；确为内网 HTTP 仓库才列入 insecure-registries。',
      en: 'Put its authority into /etc/docker/certs.d/host:port/ca.crt; list it in insecure-registries only if it is HTTP inside your own network.',
    },
    source: 'docs.docker.com: Verify repository client with certificates',
  },
]);
