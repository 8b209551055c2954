/** Makes a probe of ZooKeeper: its failures are told apart as those of any server. */

import type { Probe } from '../../contract.ts';
import { type SessionProbe, sessionProbe } from '../../session/probe.ts';
import type { ZookeeperClient } from '../client.ts';

export function zookeeperProbe<Given extends Readonly<Record<string, unknown>>>(
  given: SessionProbe<ZookeeperClient, Given>,
): Probe<ZookeeperClient> {
  return sessionProbe(given);
}
