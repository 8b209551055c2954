/**
 * Holds a server of the tests' own for a scenario: `node serve.ts KIND [NAME=VALUE…]`. What it needs to be reached is printed as KEY=VALUE
 * lines with READY last, or MISSING and why. It ends, and its server with it, when it is killed.
 */

import { clickhousePasswords, startClickhouse } from '../../support/clickhouse.ts';
import { elasticsearchMissing, startElasticsearch } from '../../support/elasticsearch.ts';
import { startEtcd } from '../../support/etcd.ts';
import { kafkaIsMissing, startKafka } from '../../support/kafka.ts';
import { startRabbitmq } from '../../support/rabbitmq.ts';
import { startVictoriaLogs, victoriaLogsMissing } from '../../support/victoria-logs.ts';
import { startZookeeper } from '../../support/zookeeper.ts';

type Told = Readonly<Record<string, string>>;

const everything = '{"cluster":["all"],"indices":[{"names":["*"],"privileges":["all"],"allow_restricted_indices":true}]}';

const servers: Readonly<Record<string, (settings: readonly string[]) => Promise<Told | string>>> = {
  async rabbitmq(settings) {
    const given = Object.fromEntries(settings.map((each) => each.split('=', 2)));
    const { url, managementUrl, metricsUrl, login, control } = await startRabbitmq(given);
    process.on('SIGUSR1', () => void control('set_vm_memory_high_watermark', 'absolute', '10MB').then(() => console.log('LOWERED')));
    return { URL: url, MANAGEMENT_URL: managementUrl, METRICS_URL: metricsUrl, LOGIN: login.username, PASSWORD: login.password };
  },
  async kafka() {
    const missing = kafkaIsMissing();
    if (missing !== null) return missing;
    const { brokers, kill } = await startKafka();
    process.on('SIGUSR2', () => void kill(2).then(() => console.log('GONE')));
    return { BROKERS: brokers.join(','), BROKER_1: brokers[0], BROKER_2: brokers[1] };
  },
  async elasticsearch() {
    const missing = elasticsearchMissing();
    if (missing !== null) return missing;
    const { url, admin } = await startElasticsearch(everything, { certificateDays: 400 });
    return { URL: url, LOGIN: admin.username, PASSWORD: admin.password };
  },
  async clickhouse() {
    const { url } = await startClickhouse();
    return { URL: url, LOGIN: 'default', PASSWORD: clickhousePasswords.default };
  },
  async victorialogs(settings) {
    if (victoriaLogsMissing !== null) return victoriaLogsMissing;
    const { url } = await startVictoriaLogs(settings);
    return { URL: url };
  },
  async zookeeper(settings) {
    const { port, signal } = await startZookeeper(settings);
    process.on('SIGUSR1', () => signal('SIGSTOP'));
    process.on('SIGUSR2', () => signal('SIGCONT'));
    return { PORT: String(port) };
  },
  async etcd([size = 'size=1', ...options]) {
    const { members } = await startEtcd({ size: Number(size.replace('size=', '')), options });
    process.on(
      'SIGUSR1',
      () =>
        void members
          .at(-1)
          ?.kill()
          .then(() => console.log('LOST')),
    );
    process.on('SIGUSR2', () => void Promise.all(members.slice(1).map((each) => each.kill())).then(() => console.log('GONE')));
    return Object.fromEntries(members.map(({ url }, index) => [`URL_${index + 1}`, url]));
  },
};

const [kind = '', ...settings] = process.argv.slice(2);
const start = servers[kind];
if (start === undefined) throw new RangeError(`There is no server of the kind '${kind}'`);
const told = await start(settings);
if (typeof told === 'string') {
  console.log(`MISSING ${told}`);
} else {
  for (const [name, value] of Object.entries(told)) console.log(`${name}=${value}`);
  console.log('READY');
  setInterval(() => undefined, 60_000);
}
