/** The Debian packages that the tests need: real components instead of imitations. Each with the command that shows it is there, and why. */

export interface TestPackage {
  readonly name: string;
  /** A path (`*` stands for any version), or a name on PATH, that is there once the package is. */
  readonly shownBy: string;
  readonly why: string;
}

export const testPackages: readonly TestPackage[] = [
  { name: 'redis-server', shownBy: 'redis-server', why: 'the redis system: probes, actions and faults on a real Redis' },
  { name: 'prometheus', shownBy: 'prometheus', why: 'the prometheus system, and alerts through the real chain; promtool checks deploy/' },
  {
    name: 'prometheus-alertmanager',
    shownBy: 'prometheus-alertmanager',
    why: 'webhooks as Alertmanager sends them; amtool checks deploy/',
  },
  { name: 'prometheus-node-exporter', shownBy: 'prometheus-node-exporter', why: 'metrics of a real machine' },
  {
    name: 'prometheus-mysqld-exporter',
    shownBy: 'prometheus-mysqld-exporter',
    why: 'metrics of a real MariaDB, for the queries that come along',
  },
  { name: 'prometheus-postgres-exporter', shownBy: 'prometheus-postgres-exporter', why: 'metrics of a real PostgreSQL, for the same' },
  { name: 'prometheus-blackbox-exporter', shownBy: 'prometheus-blackbox-exporter', why: 'metrics of a real certificate, for the same' },
  { name: 'prometheus-redis-exporter', shownBy: 'prometheus-redis-exporter', why: 'metrics of a real Redis' },
  {
    name: 'postgresql',
    shownBy: '/usr/lib/postgresql/*/bin/postgres',
    why: 'the store on PostgreSQL beside PGlite; the postgresql system, with standbys',
  },
  {
    name: 'mariadb-server',
    shownBy: '/usr/sbin/mariadbd',
    why: 'the mysql system: probes, actions and faults on a real server, and a replica',
  },
  { name: 'memcached', shownBy: 'memcached', why: 'the memcached system: probes, actions and faults on a real server' },
  {
    name: 'clickhouse-server',
    shownBy: '/usr/sbin/clickhouse-server',
    why: 'the clickhouse system: probes, actions and faults on a real server',
  },
  { name: 'default-jre-headless', shownBy: 'java', why: 'the elasticsearch system: a real node' },
  { name: 'maven', shownBy: 'mvn', why: 'fetching that node' },
  { name: 'unzip', shownBy: 'unzip', why: 'unpacking it' },
  { name: 'default-jdk-headless', shownBy: 'javac', why: 'the jvm system: real Java processes, and jcmd and jstat to look at them' },
  { name: 'zookeeper', shownBy: '/usr/share/java/zookeeper.jar', why: 'the zookeeper system: probes and faults on a real server' },
  { name: 'etcd-server', shownBy: 'etcd', why: 'the etcd system: probes, actions and faults on real members' },
  { name: 'openssh-server', shownBy: '/usr/sbin/sshd', why: 'the ssh system: a real sshd on a free port' },
  {
    name: 'rabbitmq-server',
    shownBy: '/usr/lib/rabbitmq/bin/rabbitmq-server',
    why: 'the rabbitmq system: probes, actions and faults on a real broker',
  },
  {
    name: 'nats-server',
    shownBy: 'nats-server',
    why: 'the nats system: probes, actions and faults on real servers, alone and three together',
  },
  { name: 'slapd', shownBy: '/usr/sbin/slapd', why: 'the example of a plugin: a real OpenLDAP server' },
  { name: 'ngircd', shownBy: '/usr/sbin/ngircd', why: 'the example of a chat from a plugin: a real IRC server' },
  { name: 'procps', shownBy: 'ps', why: 'the looks of the host and ssh systems at processes' },
  { name: 'iproute2', shownBy: 'ss', why: 'the looks of the host and ssh systems at sockets' },
  { name: 'util-linux', shownBy: 'setpriv', why: 'running PostgreSQL as its own user; ending children with their parent' },
  { name: 'mount', shownBy: 'mount', why: 'full and read-only filesystems of the tests’ own, for the host system' },
  { name: 'e2fsprogs', shownBy: 'mkfs.ext4', why: 'the same: they are made in a file' },
  { name: 'busybox', shownBy: 'busybox', why: 'the looks of the host and ssh systems on the smallest of machines' },
  {
    name: 'docker.io',
    shownBy: '/usr/sbin/dockerd',
    why: 'the docker and containerd systems: real daemons, with containers that break in each way',
  },
  { name: 'nginx-light', shownBy: '/usr/sbin/nginx', why: 'the nginx system: probes, actions and faults on a real server' },
  { name: 'haproxy', shownBy: '/usr/sbin/haproxy', why: 'the haproxy system: probes, actions and faults on a real one' },
  { name: 'snmp', shownBy: 'snmptrap', why: 'alerts from SNMP traps: a real sender' },
  { name: 'snmpd', shownBy: '/usr/sbin/snmpd', why: 'the snmp system: a real agent, with overridden values for what hardware would break' },
  { name: 'openssl', shownBy: 'openssl', why: 'certificates for the http system that are near their end or past it' },
  { name: 'chromium', shownBy: 'chromium', why: 'the console in a real browser' },
  {
    name: 'fonts-noto-cjk',
    shownBy: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc',
    why: 'Chinese in screenshots of the console',
  },
];
