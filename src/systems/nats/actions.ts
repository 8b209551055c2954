/** Everything that can change a NATS; all of it in JetStream, which alone has an API for it. */

import type { Action } from '../contract.ts';
import { setConsumerLimit } from './actions/consumer-limit.ts';
import { stepDownStreamLeader } from './actions/leader.ts';
import { pauseConsumer, resumeConsumer } from './actions/pause.ts';
import { purgeStream } from './actions/purge.ts';
import { setStreamLimit } from './actions/stream-limit.ts';
import type { NatsClient } from './client.ts';

export const natsActions: readonly Action<NatsClient>[] = [
  setStreamLimit,
  setConsumerLimit,
  pauseConsumer,
  resumeConsumer,
  stepDownStreamLeader,
  purgeStream,
];
