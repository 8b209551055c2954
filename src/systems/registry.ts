/** The kinds of system that are built in. Adding one: a folder with the same file names, and a line here. */

import { alertmanagerKind } from './alertmanager/system.ts';
import { type AnySystemKind, asAnyKind } from './any-kind.ts';
import { clickhouseKind } from './clickhouse/system.ts';
import { containerdKind } from './containerd/system.ts';
import { dockerKind } from './docker/system.ts';
import { elasticsearchKind } from './elasticsearch/system.ts';
import { etcdKind } from './etcd/system.ts';
import { haproxyKind } from './haproxy/system.ts';
import { hostKind } from './host/system.ts';
import { httpKind } from './http/system.ts';
import { jaegerKind } from './jaeger/system.ts';
import { jvmKind } from './jvm/system.ts';
import { kafkaKind } from './kafka/system.ts';
import { kubernetesKind } from './kubernetes/system.ts';
import { lokiKind } from './loki/system.ts';
import { memcachedKind } from './memcached/system.ts';
import { mongodbKind } from './mongodb/system.ts';
import { mysqlKind } from './mysql/system.ts';
import { natsKind } from './nats/system.ts';
import { nginxKind } from './nginx/system.ts';
import { postgresqlKind } from './postgresql/system.ts';
import { prometheusKind } from './prometheus/system.ts';
import { rabbitmqKind } from './rabbitmq/system.ts';
import { redisKind } from './redis/system.ts';
import { snmpKind } from './snmp/system.ts';
import { sshKind } from './ssh/system.ts';
import { tcpKind } from './tcp/system.ts';
import { victorialogsKind } from './victorialogs/system.ts';
import { zookeeperKind } from './zookeeper/system.ts';

export const builtInKinds: readonly AnySystemKind[] = [
  asAnyKind(hostKind),
  asAnyKind(sshKind),
  asAnyKind(redisKind),
  asAnyKind(kafkaKind),
  asAnyKind(rabbitmqKind),
  asAnyKind(natsKind),
  asAnyKind(clickhouseKind),
  asAnyKind(httpKind),
  asAnyKind(nginxKind),
  asAnyKind(haproxyKind),
  asAnyKind(snmpKind),
  asAnyKind(prometheusKind),
  asAnyKind(postgresqlKind),
  asAnyKind(mysqlKind),
  asAnyKind(mongodbKind),
  asAnyKind(memcachedKind),
  asAnyKind(victorialogsKind),
  asAnyKind(lokiKind),
  asAnyKind(elasticsearchKind),
  asAnyKind(alertmanagerKind),
  asAnyKind(jaegerKind),
  asAnyKind(jvmKind),
  asAnyKind(dockerKind),
  asAnyKind(containerdKind),
  asAnyKind(etcdKind),
  asAnyKind(zookeeperKind),
  asAnyKind(kubernetesKind),
  asAnyKind(tcpKind),
];
