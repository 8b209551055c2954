/** What a Java program fails on after a release or at the edge to others, by the exceptions that it throws. */

import { quotedErrors } from '../../quoted-error.ts';

export const thrownLinkageSignatures = quotedErrors('jvm', 'vm', [
  {
    id: 'class-missing',
    severity: 'critical',
    title: {
      'zh-CN': '类缺失（NoClassDefFoundError、ClassNotFoundException）',
      en: 'A class is missing (NoClassDefFoundError, ClassNotFoundException)',
    },
    explanation: {
      'zh-CN':
        '运行时类路径上没有它：发布漏打了依赖、依赖被排除或改了范围；若为 Could not initialize class，则是它的静态初始化先前失败过，要看第一次的异常。',
      en: 'It is not on the class path: the release lacks a dependency, or one was excluded or changed its scope. Where it says Could not initialize class, its static initializer failed before: see that first exception.',
    },
    quoted: '\\bNoClassDefFoundError\\b|\\bClassNotFoundException\\b',
    advice: {
      'zh-CN': '对照最近的发布，回滚或补上依赖（mvn dependency:tree、gradle dependencies）；看镜像里的 jar 是否完整。',
      en: 'Compare with the last release: roll it back or add the dependency (mvn dependency:tree, gradle dependencies), and see whether the jars of the image are complete.',
    },
    source: 'docs.oracle.com: java.lang.NoClassDefFoundError',
  },
  {
    id: 'library-versions-conflict',
    severity: 'critical',
    title: {
      'zh-CN': '依赖版本冲突（NoSuchMethodError 等链接错误）',
      en: 'Library versions conflict (NoSuchMethodError and other linkage errors)',
    },
    explanation: {
      'zh-CN': '编译时与运行时的库版本不同：类路径上有两个版本，或发布只升级了其中一个。',
      en: 'A library is another version at run time than when it was compiled against: two are on the class path, or a release upgraded only one of a pair.',
    },
    quoted:
      '\\b(NoSuchMethodError|NoSuchFieldError|AbstractMethodError|IncompatibleClassChangeError|IllegalAccessError)\\b|LinkageError: loader constraint',
    advice: {
      'zh-CN': '用 -verbose:class 看类从哪个 jar 加载，统一版本（dependencyManagement、BOM）；应急回滚。',
      en: 'See which jar the class is loaded from (-verbose:class) and agree on one version (dependencyManagement, a BOM); roll back meanwhile.',
    },
    source: 'docs.oracle.com: java.lang.IncompatibleClassChangeError',
  },
  {
    id: 'class-version-unsupported',
    severity: 'critical',
    title: { 'zh-CN': 'Java 版本太旧（UnsupportedClassVersionError）', en: 'The Java runtime is too old (UnsupportedClassVersionError)' },
    explanation: {
      'zh-CN': '类由更新的 JDK 编译（class file version），运行的 JRE 不认识：构建换了 JDK，或镜像、JAVA_HOME 还是旧的。',
      en: 'Classes were compiled by a newer JDK (class file version) than the one that runs them: the build changed its JDK, or image or JAVA_HOME are old.',
    },
    quoted: 'UnsupportedClassVersionError|has been compiled by a more recent version of the Java Runtime',
    advice: {
      'zh-CN': '让运行时与构建的版本一致（--release，或换基础镜像）。',
      en: 'Bring runtime and build together (--release, or another base image).',
    },
    source: 'docs.oracle.com: java.lang.UnsupportedClassVersionError',
  },
  {
    id: 'module-closed',
    title: {
      'zh-CN': '反射访问被模块系统拒绝（InaccessibleObjectException）',
      en: 'Reflection is refused by the module system (InaccessibleObjectException)',
    },
    explanation: {
      'zh-CN': '升级到 Java 16 以上后，旧库不能再反射 JDK 内部。',
      en: 'Since Java 16 an old library may no longer reflect into the JDK.',
    },
    quoted: 'InaccessibleObjectException|does not "?opens? [\\w.]+"? to unnamed module',
    advice: {
      'zh-CN': '升级该库；应急加 --add-opens（按报错里的模块与包）。',
      en: 'Upgrade that library; meanwhile add --add-opens for module and package of the error.',
    },
    source: 'openjdk.org: JEP 396, JEP 403',
  },
  {
    id: 'certificate-untrusted',
    severity: 'critical',
    title: {
      'zh-CN': '对端证书不受信任（PKIX path building failed）',
      en: 'The certificate of the other end is not trusted (PKIX path building failed)',
    },
    explanation: {
      'zh-CN': 'truststore（cacerts）里没有签发它的 CA：对端换了证书或 CA、没有发送中间证书，或镜像、JDK 升级后丢了导入的 CA。',
      en: 'Its issuer is not in the truststore (cacerts): the other end changed certificate or authority or leaves its intermediate out, or a new image or JDK lost an authority that was imported.',
    },
    quoted: 'PKIX path building failed|unable to find valid certification path to requested target|SunCertPathBuilderException',
    advice: {
      'zh-CN':
        '用 openssl s_client -showcerts 看对端发来的链；缺中间证书由对端补，私有 CA 用 keytool -importcert 导入 truststore；不要关掉校验。',
      en: 'See the chain with openssl s_client -showcerts: the other end adds a missing intermediate, a private authority goes into the truststore (keytool -importcert); do not switch the check off.',
    },
    source: 'docs.oracle.com: JSSE Reference Guide',
  },
  {
    id: 'certificate-expired',
    severity: 'critical',
    title: {
      'zh-CN': '对端证书已过期（CertificateExpiredException）',
      en: 'The certificate of the other end has expired (CertificateExpiredException)',
    },
    explanation: {
      'zh-CN': '对端的证书或链上某一张已过期，或本机时钟不对。',
      en: 'The certificate of the other end, or one of its chain, has expired, or the clock here is wrong.',
    },
    quoted: 'CertificateExpiredException|CertPathValidatorException: (validity check failed|timestamp check failed)',
    advice: {
      'zh-CN': '更新对端证书（整条链）并重载；核对时钟。',
      en: 'Renew it with its chain at the other end and reload; compare the clocks.',
    },
    source: 'docs.oracle.com: java.security.cert.CertificateExpiredException',
  },
  {
    id: 'certificate-wrong-name',
    title: { 'zh-CN': '对端证书的名字与主机名不符', en: 'The certificate of the other end is for another name' },
    explanation: {
      'zh-CN': '证书的 SAN 里没有所连的主机名或 IP：换了域名、用 IP 直连，或连到了别的服务。',
      en: 'Its alternative names lack the host or address that is connected to: another domain, a bare address, or another service answers.',
    },
    quoted: 'No subject alternative (DNS )?names? (matching|present)|No name matching \\S+ found|SSLPeerUnverifiedException',
    advice: {
      'zh-CN': '用证书里的名字连接，或重签包含该名字的证书；不要关掉主机名校验。',
      en: 'Connect by a name of the certificate, or have it issued for this one; leave the check on.',
    },
    source: 'docs.oracle.com: JSSE Reference Guide, endpoint identification',
  },
  {
    id: 'handshake-refused',
    title: { 'zh-CN': 'TLS 协议或套件不一致，握手失败', en: 'TLS handshake failure: no protocol or cipher in common' },
    explanation: {
      'zh-CN': '两端没有共同的 TLS 版本或套件（新 JDK 关闭了 TLS 1.0/1.1），或对端要求客户端证书。',
      en: 'Both ends share no TLS version or cipher (new JDKs disable TLS 1.0 and 1.1), or the other end wants a certificate of the client.',
    },
    quoted: 'Received fatal alert: (handshake_failure|protocol_version|bad_certificate)|No appropriate protocol \\(protocol is disabled',
    advice: {
      'zh-CN': '用 -Djavax.net.debug=ssl:handshake 看在哪一步失败；升级旧的一端，或补上客户端证书。',
      en: 'See with -Djavax.net.debug=ssl:handshake where it ends; upgrade the old end, or give the client its certificate.',
    },
    source: 'docs.oracle.com: JSSE Reference Guide; java.security, jdk.tls.disabledAlgorithms',
  },
  {
    id: 'host-not-resolved',
    role: 'symptom',
    title: { 'zh-CN': '域名解析失败（UnknownHostException）', en: 'A host name does not resolve (UnknownHostException)' },
    explanation: {
      'zh-CN': '程序要连的主机名解析不出来：名字写错、DNS 不可用，或 JVM 缓存了失败的结果。',
      en: 'A host that the program connects to does not resolve: the name is wrong, DNS is unavailable, or the JVM has cached a failure.',
    },
    quoted: '\\bUnknownHostException\\b',
    advice: {
      'zh-CN': '在同一主机或容器里解析该名字；核对 resolv.conf 与 networkaddress.cache.ttl、negative.ttl。',
      en: 'Resolve that name on the same host or in the container; look at resolv.conf and networkaddress.cache.ttl and negative.ttl.',
    },
    source: 'docs.oracle.com: java.net.UnknownHostException; networkaddress.cache.ttl',
  },
  {
    id: 'port-in-use',
    severity: 'critical',
    title: { 'zh-CN': '端口被占用，程序起不来（BindException）', en: 'The port is in use: the program cannot start (BindException)' },
    explanation: {
      'zh-CN': '要监听的端口已被另一个进程占用：旧实例没有退出，或两个程序配了同一端口。',
      en: 'Another process listens at the port: the old instance has not ended, or two programs are configured alike.',
    },
    quoted: 'BindException: Address already in use|Web server failed to start\\. Port \\d+ was already in use',
    advice: {
      'zh-CN': '用 ss -ltnp 看是谁占用；停掉残留实例或改端口。',
      en: 'See who has it with ss -ltnp; stop the instance that was left, or use another port.',
    },
    source: 'docs.oracle.com: java.net.BindException',
  },
  {
    id: 'local-ports-exhausted',
    title: {
      'zh-CN': '本地端口耗尽（Cannot assign requested address）',
      en: 'Local ports are exhausted (Cannot assign requested address)',
    },
    explanation: {
      'zh-CN': '到同一目标的短连接太多，临时端口都在 TIME_WAIT；也可能是监听了本机没有的地址。',
      en: 'Too many short connections to one target leave all ephemeral ports in TIME_WAIT; or the program binds to an address that is not of this host.',
    },
    quoted: '(ConnectException|NoRouteToHostException|BindException|SocketException): Cannot assign requested address',
    advice: {
      'zh-CN': '使用连接池与 keep-alive；应急放宽 ip_local_port_range、开 tcp_tw_reuse。',
      en: 'Use pools and keep-alive; meanwhile widen ip_local_port_range and set tcp_tw_reuse.',
    },
    source: 'ip(7), ip_local_port_range',
  },
]);
