/** Groups in which different applications share the partitions of one topic: each gets a part of the messages, and none gets all. */

import type { Facts } from '../../../domain/evidence.ts';
import { largest } from './kafka-probe.ts';
import type { Group } from './read-groups.ts';

interface Share {
  readonly client: string;
  readonly host: string;
  readonly family: string;
  readonly partitions: number;
}

/** Pure: of the group with most such partitions, who has how many. */
export function mixedFacts(groups: readonly Group[]): Facts {
  const mixed = groups.flatMap((group) => {
    const topics = [...new Set(group.members.flatMap(({ assigned }) => assigned.map(({ topic }) => topic)))];
    return topics.flatMap((topic) => {
      const shares = sharesOf(group, topic);
      return new Set(shares.map(({ family }) => family)).size > 1 ? [{ group, topic, shares }] : [];
    });
  });
  const worst = largest(mixed, ({ shares }) => shares.reduce((sum, { partitions }) => sum + partitions, 0));
  const byFamily = Map.groupBy(worst?.shares ?? [], ({ family }) => family);
  const counted = [...byFamily.values()].map((shares) => ({
    client: shares[0]?.client ?? '',
    host: shares[0]?.host ?? '',
    partitions: shares.reduce((sum, { partitions }) => sum + partitions, 0),
  }));
  return {
    'groups.mixed.name': worst?.group.id ?? '',
    'groups.mixed.topic': worst?.topic ?? '',
    'groups.mixed.applications': counted.length,
    'groups.mixed.shares': counted
      .slice(0, 5)
      .map(({ client, host, partitions }) => `${client}@${host}: ${String(partitions)}`)
      .join(', '),
  };
}

function sharesOf(group: Group, topic: string): readonly Share[] {
  return group.members.flatMap(({ client, host, assigned }) => {
    const partitions = assigned.find((each) => each.topic === topic)?.partitions.length ?? 0;
    const family = familyOf(client);
    return partitions === 0 || family === '' ? [] : [{ client, host, family, partitions }];
  });
}

/**
 * The client's name without what tells instances apart: numbers, addresses, identifiers, the endings of pods (Kubernetes uses no vowels),
 * versions and colours of a deployment.
 */
export function familyOf(client: string): string {
  const parts = client.toLowerCase().split(/[^a-z0-9]+/);
  const kept = parts.filter((part) => part !== '' && !/\d/.test(part) && !/^[b-df-hj-np-tv-z]{5,10}$/.test(part) && !colours.has(part));
  return kept.join('-');
}

const colours: ReadonlySet<string> = new Set(['blue', 'green', 'canary', 'stable', 'new', 'old', 'a', 'b']);
