/** What people may ask to have run on NATS, as the `nats` program writes it. Messages are never read and never sent. */

import { text } from '../command.ts';
import { type ChangeForm, formGrammar, type ReadForm, type Slots } from '../commands/forms.ts';
import { shownBy } from '../commands/shown-by.ts';
import { setConsumerLimit } from './actions/consumer-limit.ts';
import { stepDownStreamLeader } from './actions/leader.ts';
import { pauseConsumer, resumeConsumer } from './actions/pause.ts';
import { purgeStream } from './actions/purge.ts';
import { setStreamLimit } from './actions/stream-limit.ts';
import type { NatsClient } from './client.ts';
import { closedProbe } from './probes/closed.ts';
import { clusterProbe } from './probes/cluster.ts';
import { connectionsProbe } from './probes/connections.ts';
import { consumersProbe } from './probes/consumers.ts';
import { jetstreamProbe } from './probes/jetstream.ts';
import { serverProbe } from './probes/server.ts';
import { streamsProbe } from './probes/streams.ts';

const reads: readonly ReadForm<NatsClient>[] = [
  shownBy('server info', serverProbe),
  shownBy('server list', clusterProbe),
  shownBy('server report connections', connectionsProbe),
  shownBy('server report connections --state closed', closedProbe),
  shownBy('server report jetstream', jetstreamProbe),
  shownBy('stream report', streamsProbe),
  shownBy('consumer report <stream>', consumersProbe, ({ stream = '' }) => ({ stream })),
];

const ofConsumer = ({ stream = '', consumer = '' }: Slots) => ({ stream, consumer });

const changes: readonly ChangeForm<NatsClient>[] = [
  {
    form: 'stream edit <stream> --max-msgs <count>',
    action: setStreamLimit,
    given: ({ stream = '', count }) => ({ stream, limit: 'max_msgs', value: Number(count) }),
  },
  {
    form: 'stream edit <stream> --max-bytes <count>',
    action: setStreamLimit,
    given: ({ stream = '', count }) => ({ stream, limit: 'max_bytes', value: Number(count) }),
  },
  {
    form: 'consumer edit <stream> <consumer> --max-pending <count>',
    action: setConsumerLimit,
    given: (slots) => ({ ...ofConsumer(slots), maxAckPending: Number(slots.count) }),
  },
  {
    form: 'consumer pause <stream> <consumer> <minutes>',
    action: pauseConsumer,
    given: (slots) => ({ ...ofConsumer(slots), minutes: Number(slots.minutes?.slice(0, -1)) }),
  },
  { form: 'consumer resume <stream> <consumer>', action: resumeConsumer, given: ofConsumer },
  { form: 'stream cluster step-down <stream>', action: stepDownStreamLeader, given: ({ stream = '' }) => ({ stream }) },
  {
    form: 'stream purge <stream> --keep <count>',
    action: purgeStream,
    given: ({ stream = '', count }) => ({ stream, keep: Number(count) }),
  },
];

const sends = text('会发出消息，下游会当真处理', 'it sends messages, and whoever gets them acts on them');
const ownsData = text('消息的内容是业务数据', 'what a message holds is somebody’s data');
const deletes = text('会删除流、消费者或数据，且无法撤销', 'it deletes streams, consumers or data, and nothing brings them back');
const rights = text('会改变谁能做什么，或显示口令', 'it changes who may do what, or shows passwords');

export const natsCommands = formGrammar<NatsClient>({
  reads,
  changes,
  program: 'nats',
  isCaseSensitive: true,
  slots: {
    stream: /^[^\s.*>/\\"'\p{Cc}]{1,255}$/u,
    consumer: /^[^\s.*>/\\"'\p{Cc}]{1,255}$/u,
    count: /^\d{1,15}$/,
    minutes: /^[1-9]\d{0,3}m$/,
  },
  refused: {
    pub: sends, publish: sends, request: sends, bench: sends, reply: sends, sub: ownsData, 'stream get': ownsData, 'stream view': ownsData, 'consumer next': ownsData,
    'stream rm': deletes, 'stream rmm': deletes, 'consumer rm': deletes, kv: ownsData, object: ownsData, 'stream restore': deletes, 'stream backup': ownsData,
    auth: rights, account: rights, context: rights, 'server raft': text('会改变集群成员', 'it changes who belongs to the cluster'),
    'stream add': text('请走变更流程', 'that belongs to a change of the application'), 'consumer add': text('请走变更流程', 'that belongs to a change of the application'),
  }, // biome-ignore format: a table of words
});
