/** Which containers are well and can't feel what becomes of another: nothing that the engine knows of ties the two. */

import type { Sorted } from './judge-containers.ts';
import { type Container, nameOf } from './read-containers.ts';

const composeProject = 'com.docker.compose.project';

/** Pure: names with commas between them; empty when each may feel it, or there is nothing to feel. */
export function standApart(one: Container | undefined, containers: readonly Container[], sorted: Sorted): string {
  if (one === undefined) return '';
  return containers
    .filter((other) => other !== one && isWell(other, sorted) && !areTied(one, other))
    .map(nameOf)
    .join(',');
}

function isWell(container: Container, { looping, oomKilled }: Sorted): boolean {
  const { Running, Paused, Restarting, Health } = container.State;
  if (!Running || Paused || Restarting || looping.includes(container) || oomKilled.includes(container)) return false;
  return Health === null || Health === undefined || ['', 'none', 'healthy'].includes(Health.Status);
}

function areTied(one: Container, other: Container): boolean {
  const project = one.Config.Labels?.[composeProject];
  if (project !== undefined && project === other.Config.Labels?.[composeProject]) return true;
  return canServe(one, other) || sharesFiles(one, other) || namesOther(one, other) || namesOther(other, one);
}

/** Over the host's ports, or a network that both are in; that of all containers ties only to what has a port to offer. */
function canServe(one: Container, other: Container): boolean {
  if (one.HostConfig.NetworkMode === 'host' || Object.keys(one.HostConfig.PortBindings ?? {}).length > 0) return true;
  const hasPort = Object.keys(one.Config.ExposedPorts ?? {}).length > 0;
  return networksOf(one).some((name) => (name !== 'bridge' || hasPort) && networksOf(other).includes(name));
}

function networksOf({ NetworkSettings }: Container): readonly string[] {
  return Object.keys(NetworkSettings?.Networks ?? {}).filter((name) => name !== 'none');
}

function sharesFiles(one: Container, other: Container): boolean {
  const sources = (one.Mounts ?? []).map(({ Source }) => Source).filter((source) => source !== '');
  return (other.Mounts ?? []).some(({ Source }) => sources.includes(Source));
}

/** By a link, its volumes, or its network; Docker tells of these by name or identifier. */
function namesOther({ HostConfig }: Container, other: Container): boolean {
  const told = [...(HostConfig.Links ?? []), ...(HostConfig.VolumesFrom ?? []), HostConfig.NetworkMode].flatMap((each) =>
    each.split(/[:/]/),
  );
  return told.includes(nameOf(other)) || told.includes(other.Id);
}
