/** Every look at an etcd; the cheap ones first. */

import type { Probe } from '../contract.ts';
import { certificateProbeOf } from '../tcp/certificate.ts';
import type { EtcdClient } from './client.ts';
import { activityProbe } from './probes/activity.ts';
import { keysProbe } from './probes/keys.ts';
import { membersProbe } from './probes/members.ts';
import { peersProbe } from './probes/peers.ts';
import { serverProbe } from './probes/server.ts';
import { spaceProbe } from './probes/space.ts';

export const etcdProbes: readonly Probe<EtcdClient>[] = [
  serverProbe,
  membersProbe,
  spaceProbe,
  activityProbe,
  peersProbe,
  certificateProbeOf<EtcdClient>(),
  keysProbe,
];
