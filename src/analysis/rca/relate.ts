/** How findings bear on each other and on what the incident is about: which explains which, and which is true but beside the point. */

import { failingAtOnce, onlySlows } from './at-once.ts';
import { besideThePoint, isLogFinding } from './beside-the-point.ts';
import {
  areAboutTheSame,
  type Candidate,
  isConfirmedCause,
  isSaid,
  isSeen,
  looksLike,
  nameLengthMin,
  namesOf,
  reasonOf,
} from './candidate.ts';
import { isToldWith } from './followers.ts';
import { isHintedBy } from './hints.ts';
import { anyProgramKinds } from './name-systems.ts';
import { causesBelow, isInFrontAndBroken, isNeededAndBroken, isNeededAndFailing } from './needed.ts';
import { isObserved } from './observers.ts';
import { isOfItsProcess, isOfItsService } from './own-service.ts';
import { isTakerGone } from './takers.ts';
import { dependsOn, standsUpon, type Topology, type TopologySystem } from './topology.ts';
import { isOnAnotherVolume, isOnItsVolume, type SystemPaths } from './volumes.ts';

/** Confidence of what nothing ties to the incident, at most. */
const asideConfidenceMax = 0.35;
/** As the kernel calls the programs of a kind, where the kind's own name isn't in it. */
const programsOf: Readonly<Record<string, string>> = {
  postgresql: 'postgres|postmaster',
  mysql: 'maria',
  redis: 'valkey|keydb',
  rabbitmq: 'beam',
  kafka: '^java$',
  elasticsearch: 'opensearch|^java$',
  zookeeper: '^java$',
  jvm: '^java$',
  victorialogs: 'victoria-?l',
  mongodb: 'mongo',
  kubernetes: 'kube',
};

/** Shells and tools: whatever became of one, no page is missing for it. */
export const servesNothing =
  /^(a|ba|da|k|z)?sh$|^(awk|busybox|cat|cp|cut|dd|find|git|grep|gzip|head|ls|make|mv|rsync|sed|sleep|sort|stress(-ng)?|tail|tar|tee|tr|xz|yes|zstd)$/;

/** What most people put before a database. */
const cacheKinds: readonly string[] = ['memcached', 'redis'];

/**
 * Sets the relation of each candidate. Beyond the named systems a finding is linked when it explains, directly or through another linked
 * one, what is seen on a named system, when a named system that is unwell depends on it (a critical one counts by itself), when it is of a
 * volume on which a named system keeps files, or when it is an observer's and about a target that the alert or the question names; everything
 * else is aside. So is a remark (a symptom that hurts nobody, as a setting) that nobody asks about.
 */
export function relate(
  candidates: readonly Candidate[],
  topology: Topology,
  namedSystemIds: readonly string[],
  words = '',
  paths: SystemPaths = new Map(),
): Candidate[] {
  const said = words.toLowerCase();
  const remarks = new Set([
    ...candidates.filter((each) => isRemark(each, words)),
    ...thatExplainNothing(besideThePoint(candidates, topology, namedSystemIds, words), candidates, topology),
    ...ofOtherParts(candidates, topology, said),
  ]);
  const named = topology.systems.filter(({ id }) => namedSystemIds.includes(id));
  const piles = candidates.filter((each) => namedSystemIds.includes(each.hypothesis.systemId) && isPile(each, words));
  const linked = new Set(
    candidates.filter(
      (each) =>
        !remarks.has(each) &&
        (namedSystemIds.length === 0 ||
          namedSystemIds.includes(each.hypothesis.systemId) ||
          isObserved(each, named, said) ||
          namedSystemIds.some(
            (id) =>
              isNeededAndBroken(each, id, topology, words) ||
              isNeededAndFailing(each, id, topology) ||
              isInFrontAndBroken(each, id, topology, words),
          ) ||
          named.some((system) => isOnItsVolume(each, system, paths)) ||
          named.some((system) => isLoggedBelow(each, system, topology)) ||
          piles.some((pile) => isTakerGone(each, pile, topology))),
    ),
  );
  const atOnce = failingAtOnce(candidates);
  for (let grew = true; grew; ) {
    const found = candidates.filter(
      (each) => !linked.has(each) && isSeen(each) && [...linked].some((other) => isSeen(other) && bears(each, other, topology, atOnce)),
    );
    for (const each of found) linked.add(each);
    grew = found.length > 0;
  }
  for (const each of causesBelow(candidates, linked, namedSystemIds, topology)) if (!remarks.has(each)) linked.add(each);
  for (const each of linked) if (isMinorBeside(each, linked, topology, namedSystemIds, words)) linked.delete(each);
  return candidates.map((candidate) => {
    const { hypothesis } = candidate;
    if (!remarks.has(candidate) && (namedSystemIds.length === 0 || namedSystemIds.includes(hypothesis.systemId)))
      return { ...candidate, hypothesis: { ...hypothesis, relation: 'direct' } };
    if (linked.has(candidate)) return { ...candidate, hypothesis: { ...hypothesis, relation: 'linked' } };
    return {
      ...candidate,
      hypothesis: { ...hypothesis, relation: 'aside', confidence: Math.min(hypothesis.confidence, asideConfidenceMax) },
    };
  });
}

function bears(cause: Candidate, seen: Candidate, topology: Topology, atOnce: ReadonlySet<string>): boolean {
  if (explains(cause, seen, topology) || isOfNeeded(cause, seen, topology)) return true;
  if (onlySlows(cause) && atOnce.has(seen.hypothesis.systemId)) return false;
  return isMeasured(cause) && dependsOn(topology, seen.hypothesis.systemId, cause.hypothesis.systemId);
}

/**
 * Elsewhere, with a critical cause beside it on the same system: what is not critical, explains nothing that is seen and is not spoken of is
 * true, and not why.
 */
function isMinorBeside(
  candidate: Candidate,
  linked: ReadonlySet<Candidate>,
  topology: Topology,
  namedSystemIds: readonly string[],
  words: string,
): boolean {
  const { hypothesis, signature } = candidate;
  if (namedSystemIds.length === 0 || namedSystemIds.includes(hypothesis.systemId)) return false;
  if (!isConfirmedCause(candidate) || signature.severity === 'critical' || isHintedBy(signature, words)) return false;
  const isGraver = (other: Candidate): boolean =>
    other.hypothesis.systemId === hypothesis.systemId && isConfirmedCause(other) && other.signature.severity === 'critical';
  const others = [...linked];
  return others.some(isGraver) && !others.some((other) => other !== candidate && isSeen(other) && explains(candidate, other, topology));
}

/** Kinds whose log is an application's, which has errors when it is unwell and few otherwise. */
export const applicationKinds: readonly string[] = ['http', 'tcp', 'jvm'];

/** What an application logs that a named system needs, or that runs on a named machine. */
function isLoggedBelow(candidate: Candidate, named: TopologySystem, topology: Topology): boolean {
  if (!isSeen(candidate) || !isLogFinding.test(candidate.signature.id) || !applicationKinds.includes(candidate.signature.kind))
    return false;
  const { systemId } = candidate.hypothesis;
  const isThere = topology.systems.some((system) => system.id === systemId && system.runsOn === named.id);
  return dependsOn(topology, named.id, systemId) || isThere;
}

function isRemark({ signature }: Candidate, words: string): boolean {
  if (signature.severity !== 'info' || signature.role !== 'symptom') return false;
  return !isHintedBy(signature, words);
}

/** What explains a finding that is to the point is so itself, also through others. */
function thatExplainNothing(beside: readonly Candidate[], candidates: readonly Candidate[], topology: Topology): readonly Candidate[] {
  const seen = candidates.filter((other) => isSeen(other) && !beside.includes(other));
  const left = beside.filter((each) => !seen.some((other) => explains(each, other, topology)));
  return left.length === beside.length ? left : thatExplainNothing(left, candidates, topology);
}

/** What is wrong with one part of a system is no answer to who asks for another that is well and stands apart from it, unless it explains what is seen. */
function ofOtherParts(candidates: readonly Candidate[], topology: Topology, said: string): readonly Candidate[] {
  return candidates.filter((each) => {
    const { apart } = each.signature;
    const names = apart === undefined ? '' : String(each.values[apart] ?? '');
    const isAsked = names.split(',').some((name) => isSaid(name.trim().toLowerCase(), said));
    if (!isAsked || !isSeen(each) || namesOf(each).some((name) => isSaid(name, said))) return false;
    return !candidates.some(
      (other) => other.hypothesis.systemId !== each.hypothesis.systemId && isSeen(other) && explains(each, other, topology),
    );
  });
}

/** Something piles up that others should take away: it was seen, or it is what the alert is about. */
export function isPile(candidate: Pick<Candidate, 'signature' | 'hypothesis'>, words: string): boolean {
  return candidate.signature.isEmptiedByOthers === true && (isSeen(candidate) || isHintedBy(candidate.signature, words));
}

/** Below what is unwell a cause counts, and a symptom only that hurts as much. */
function isMeasured({ hypothesis, signature }: Candidate): boolean {
  return hypothesis.state === 'confirmed' && (signature.role === 'cause' || signature.severity === 'critical');
}

export function explains(cause: Candidate, seen: Candidate, topology: Topology): boolean {
  if (seen.signature.isEmptiedByOthers === true && isTakerGone(cause, seen, topology)) return true;
  if (isToldWith(cause, seen)) return true;
  if (isWaitedFor(cause, seen, topology) || isAskedForCache(cause, seen, topology)) return true;
  if (isSpokenOfBy(cause, seen, topology) || isOfItsService(cause, seen, topology) || isOfItsProcess(cause, seen, topology)) return true;
  if (!(cause.signature.explains ?? []).some((each) => isFault(each, seen.signature.id))) return false;
  if (cause.hypothesis.systemId === seen.hypothesis.systemId) return areAboutTheSame(cause, seen);
  if (isOnAnotherVolume(cause, seen)) return false;
  const system = topology.systems.find((each) => each.id === seen.hypothesis.systemId);
  return system !== undefined && standsUpon(topology, system.id, cause.hypothesis.systemId) && isAbout(cause, system, seen);
}

/**
 * A service that is slow, silent or sorry, and something critical that is confirmed below it: the service waits, and is not the cause. So it
 * does where what it asks is slow itself.
 */
function isWaitedFor(cause: Candidate, seen: Candidate, topology: Topology): boolean {
  if (!looksLike(seen, 'waiting') || isAtAnotherPeer(cause, seen, topology)) return false;
  if (looksLike(seen, 'slow') && looksLike(cause, 'slow'))
    return cause.hypothesis.state === 'confirmed' && dependsOn(topology, seen.hypothesis.systemId, cause.hypothesis.systemId);
  if (!isConfirmedCause(cause) || cause.signature.severity !== 'critical') return false;
  return dependsOn(topology, seen.hypothesis.systemId, cause.hypothesis.systemId) || isOfNeeded(cause, seen, topology);
}

/** The fault is of one of several systems behind it, and the cause at another of them. */
function isAtAnotherPeer(cause: Candidate, { signature, values }: Candidate, topology: Topology): boolean {
  const port = Number(/:(\d+)$/.exec(String(signature.peer === undefined ? '' : values[signature.peer]))?.[1] ?? 0);
  const peers = topology.systems.filter(({ ports }) => ports?.includes(port) === true);
  return (
    peers.length > 0 && !peers.some(({ id }) => id === cause.hypothesis.systemId || standsUpon(topology, id, cause.hypothesis.systemId))
  );
}

/** The reason that a program gives speaks of what is found below it. */
export function isSpokenOfBy(cause: Candidate, seen: Candidate, topology: Topology): boolean {
  const reason = reasonOf(seen);
  if (reason === null || !isConfirmedCause(cause) || reasonOf(cause) !== null) return false;
  return isHintedBy(cause.signature, reason) && dependsOn(topology, seen.hypothesis.systemId, cause.hypothesis.systemId);
}

/** Who asks a cache first and a database next, asks the database for everything once the cache is empty or gone. */
function isAskedForCache(cause: Candidate, seen: Candidate, topology: Topology): boolean {
  const isGone = cacheKinds.includes(cause.signature.kind) && looksLike(cause, 'ended');
  if (!(isGone || looksLike(cause, 'emptied')) || !looksLike(seen, 'asked-more') || !isConfirmedCause(cause)) return false;
  const [cache, store] = [cause.hypothesis.systemId, seen.hypothesis.systemId];
  return topology.systems.some(({ dependsOn: needed }) => needed.includes(cache) && needed.includes(store));
}

/** On a machine, of the very program of a system that the one in trouble needs, also where that system itself could not be looked at. */
function isOfNeeded(cause: Candidate, seen: Candidate, topology: Topology): boolean {
  if (!isConfirmedCause(cause) || cause.signature.severity !== 'critical' || namesOf(cause).length === 0) return false;
  return topology.systems.some(
    (system) =>
      system.runsOn === cause.hypothesis.systemId &&
      !anyProgramKinds.includes(system.kind) &&
      isAbout(cause, system, seen) &&
      dependsOn(topology, seen.hypothesis.systemId, system.id),
  );
}

/** Kinds call the same fault by the same name: `*.process-gone` is that of any kind, also of one that comes later or from a plugin. */
function isFault(listed: string, id: string): boolean {
  return listed === id || (listed.startsWith('*.') && id.slice(id.indexOf('.')) === listed.slice(1));
}

/** Whether the process or service that the fault names can be this system, or is named by what was seen there (a replica's address). */
function isAbout({ signature, values }: Candidate, system: TopologySystem, seen: Candidate): boolean {
  const named = (signature.about ?? [])
    .map((fact) => values[fact])
    .filter((value) => value !== undefined && value !== null && value !== '');
  if (named.length === 0) return true;
  const ports = system.ports ?? [];
  const words = `${seen.hypothesis.title.en} ${seen.hypothesis.explanation.en}`;
  if (named.some((value) => String(value).length >= nameLengthMin && words.includes(String(value)))) return true;
  if (named.some((value) => typeof value === 'number' && ports.includes(value))) return true;
  if (named.some((value) => typeof value === 'number' && value > 0)) return false;
  if (anyProgramKinds.includes(system.kind)) return named.some((value) => !servesNothing.test(String(value)));
  const isProgram = new RegExp(programsOf[system.kind] ?? '(?!)', 'i');
  return named.some((value) => {
    const program = String(value).toLowerCase();
    return isProgram.test(program) || [system.kind, system.id].some((name) => program.includes(name.toLowerCase()));
  });
}
