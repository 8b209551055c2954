/** What people may ask to have run on Kafka, in the words of its own scripts. Records are never read and never written. */

import { text } from '../command.ts';
import { type ChangeForm, formGrammar, type ReadForm } from '../commands/forms.ts';
import { shownBy } from '../commands/shown-by.ts';
import type { Word } from '../commands/words.ts';
import { alterTopicConfig } from './actions/configs.ts';
import { resetGroupOffsets } from './actions/groups.ts';
import { electPreferredLeaders } from './actions/leaders.ts';
import type { KafkaClient } from './client.ts';
import { clusterProbe } from './probes/cluster.ts';
import { configsProbe } from './probes/configs.ts';
import { groupsProbe } from './probes/groups.ts';
import { partitionsProbe } from './probes/partitions.ts';
import { quorumProbe } from './probes/quorum.ts';
import { storageProbe } from './probes/storage.ts';

const reads: readonly ReadForm<KafkaClient>[] = [
  shownBy('kafka-broker-api-versions', clusterProbe),
  shownBy('kafka-topics --describe', partitionsProbe),
  shownBy('kafka-consumer-groups --describe --all-groups', groupsProbe),
  shownBy('kafka-consumer-groups --describe --group <group>', groupsProbe, ({ group = '' }) => ({ group })),
  shownBy('kafka-log-dirs --describe', storageProbe),
  shownBy('kafka-metadata-quorum describe --status', quorumProbe),
  shownBy('kafka-configs --describe', configsProbe),
];

const changes: readonly ChangeForm<KafkaClient>[] = [
  {
    form: 'kafka-configs --alter --entity-type topics --entity-name <topic> --add-config <setting>',
    action: alterTopicConfig,
    given({ topic = '', setting = '' }) {
      const [name = '', value = ''] = setting.split('=');
      return { topic, name, value };
    },
  },
  {
    form: 'kafka-leader-election --election-type preferred --all-topic-partitions',
    action: electPreferredLeaders,
    given: () => ({ topic: '' }),
  },
  {
    form: 'kafka-leader-election --election-type preferred --topic <topic>',
    action: electPreferredLeaders,
    given: ({ topic = '' }) => ({ topic }),
  },
  {
    form: 'kafka-consumer-groups --reset-offsets <to> --group <group> --topic <topic> --execute',
    action: resetGroupOffsets,
    given: ({ to = '', group = '', topic = '' }) => ({ group, topic, to: to.slice('--to-'.length) }),
  },
];

/** The script's ending, and where the cluster is: that is the entry's. */
function prepare(words: readonly Word[]): readonly Word[] {
  const [first, ...rest] = words;
  if (first === undefined) return words;
  const at = rest.findIndex(({ text: word, isQuoted }) => word === '--bootstrap-server' && !isQuoted);
  const kept = at < 0 || at === rest.length - 1 ? rest : [...rest.slice(0, at), ...rest.slice(at + 2)];
  return [{ ...first, text: first.isQuoted ? first.text : first.text.replace(/\.sh$/, '') }, ...kept];
}

const ownsData = text('消息的内容是业务数据', 'what a record holds is somebody’s data');
const writesData = text('会写入或删除消息', 'it writes or deletes records');
const rights = text('会改变谁能做什么', 'it changes who may do what');

export const kafkaCommands = formGrammar<KafkaClient>({
  reads,
  changes,
  prepare,
  isCaseSensitive: true,
  slots: {
    topic: /^[\w.-]{1,249}$/,
    group: /^[^"'\p{Cc}]{1,255}$/u,
    setting: /^[a-z.]{2,60}=[\w.-]{1,40}$/,
    to: /^--to-(?:earliest|latest)$/,
  },
  refused: {
    'kafka-console-consumer': ownsData, 'kafka-dump-log': ownsData, 'kafka-console-producer': writesData, 'kafka-delete-records': writesData, 'kafka-verifiable-producer': writesData,
    'kafka-topics --delete': writesData, 'kafka-topics --create': text('请走变更流程', 'that belongs to a change of the application'),
    'kafka-topics --alter': text('分区只能增加，不能减少，而且会打乱按键的顺序', 'partitions can only be added, never taken away, and the order by key is lost'),
    'kafka-acls': rights, 'kafka-delegation-tokens': rights, 'kafka-reassign-partitions': text('会在集群里搬动大量数据', 'it moves much data within the cluster'),
    'kafka-storage': text('会格式化存储', 'it formats the storage'), 'kafka-server-stop': text('会停掉服务器', 'it stops the server'),
  }, // biome-ignore format: a table of words
});
