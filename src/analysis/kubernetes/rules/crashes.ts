/** Containers that start and fail: killed for memory, or stopped by themselves, and their log says why. */

import type { Citation } from '../casebook.ts';
import type { CauseId } from '../causes.ts';
import type { Pod } from '../objects.ts';
import { type App, citeEvent, eventsOfPods, type Finding, isTroubled, onApp, type View } from '../view.ts';
import { judgeAddress } from './addresses.ts';
import { databaseOf, excerptOf } from './database.ts';

export function findCrashCauses(view: View): readonly Finding[] {
  return [...view.apps.flatMap((app) => [...judgeMemory(view, app), ...judgeStates(view, app)]), ...judgeLogs(view)];
}

function judgeMemory(view: View, app: App): readonly Finding[] {
  for (const { pod, containers } of app.pods) {
    for (const { name, state, lastState } of containers) {
      const ended = [state?.terminated, lastState?.terminated].find((each) => each?.reason === 'OOMKilled');
      if (ended === undefined) continue;
      const limit = app.spec.containers?.find((each) => each.name === name)?.resources?.limits?.memory ?? '';
      const evidence = [view.book.cite('pods', pod, `${name}: OOMKilled, exit code ${ended.exitCode ?? 137}, limit ${limit}`)];
      return [{ cause: 'oom-killed', on: onApp(app), score: 0.96, values: { container: name, limit }, evidence }];
    }
  }
  const events = eventsOfPods(view, app);
  const event = events.find(({ reason, message = '' }) => reason === 'OOMKilling' || /OOMKilled|out of memory/i.test(message));
  if (event !== undefined)
    return [{ cause: 'oom-killed', on: onApp(app), score: 0.85, values: { container: '', limit: '' }, evidence: [citeEvent(view, event)] }];
  return events.some(({ reason }) => reason === 'Killing') ? [] : killedUnasked(view, app);
}

/** Killed with SIGKILL, and nobody of Kubernetes says that it did so: the kernel does that for memory. */
function killedUnasked(view: View, app: App): readonly Finding[] {
  for (const { pod, containers, restarts } of app.pods) {
    const killed = containers.find(({ state, lastState }) => (state?.terminated ?? lastState?.terminated)?.exitCode === 137);
    if (killed === undefined || restarts === 0) continue;
    const limit = app.spec.containers?.find(({ name }) => name === killed.name)?.resources?.limits?.memory ?? '';
    const evidence = [view.book.cite('pods', pod, `${killed.name}: exit code 137, limit ${limit}`)];
    return [{ cause: 'oom-killed', on: onApp(app), score: 0.6, values: { container: killed.name, limit }, evidence }];
  }
  return [];
}

const exits: readonly { readonly code: number; readonly cause: CauseId }[] = [
  { code: 127, cause: 'container-command-invalid' },
  { code: 126, cause: 'container-command-invalid' },
];

function judgeStates(view: View, app: App): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { pod, status, containers } of app.pods) {
    if (status === 'Evicted') {
      const detail = pod.status?.message ?? '';
      findings.push({
        cause: 'pod-evicted',
        on: onApp(app),
        score: 0.8,
        values: { detail },
        evidence: [view.book.cite('pods', pod, `Evicted: ${detail}`)],
      });
    }
    for (const { name, state, lastState } of containers) {
      const ended = state?.terminated ?? lastState?.terminated;
      const exit = exits.find(({ code }) => code === ended?.exitCode);
      const values = { container: name, detail: `exit code ${ended?.exitCode}` };
      if (exit !== undefined)
        findings.push({ cause: exit.cause, on: onApp(app), score: 0.8, values, evidence: [view.book.cite('pods', pod, values.detail)] });
      const isCrash = ended !== undefined && ended.exitCode !== 0 && /CrashLoopBackOff|Error/.test(status);
      if (exit !== undefined || !isCrash) continue;
      findings.push(...deniedVolume(view, app, pod));
      const cause = status.startsWith('Init:') ? 'init-container-failed' : 'container-crashes';
      findings.push({
        cause,
        on: onApp(app),
        score: 0.35,
        values,
        evidence: [view.book.cite('pods', pod, `${name}: ${status}, ${values.detail}`)],
      });
    }
  }
  return findings;
}

/** A crash without a word, of a container that is no root and mounts a volume that nobody made its own. */
function deniedVolume(view: View, app: App, pod: Pod): readonly Finding[] {
  const { securityContext, volumes = [], containers = [] } = app.spec;
  const isVolume = volumes.some(({ persistentVolumeClaim, hostPath }) => persistentVolumeClaim !== undefined || hostPath !== undefined);
  const user = containers[0]?.securityContext?.runAsUser ?? securityContext?.runAsUser ?? 0;
  if (!isVolume || user === 0 || securityContext?.fsGroup !== undefined) return [];
  const evidence = [view.book.cite('pods', pod, `runAsUser ${user}, no fsGroup, a volume is mounted`)];
  return [{ cause: 'volume-mount-permission-denied', on: onApp(app), score: 0.45, values: { detail: '' }, evidence }];
}

interface Pattern {
  readonly pattern: RegExp;
  readonly cause: CauseId;
  /** Whom it is about: the app that says it, or the database that it speaks with. */
  readonly on: 'self' | 'database';
  readonly score: number;
}

const patterns: readonly Pattern[] = [
  {
    pattern:
      /Too many connections|too many clients already|max_connections|remaining connection slots are reserved|max number of clients reached/i,
    cause: 'db-connection-exhaustion',
    on: 'database',
    score: 0.93,
  },
  {
    pattern:
      /running with the --(?:super-)?read-only option|read-only transaction|READONLY You can't write against a read only|cannot execute \w+ in a read-only|is in read[- ]only mode|database is locked in read-only/i,
    cause: 'db-read-only',
    on: 'database',
    score: 0.93,
  },
  {
    pattern:
      /Access denied for user|password authentication failed|WRONGPASS|NOAUTH Authentication required|Authentication failed.*mongo|SASL authentication failed/i,
    cause: 'mysql-invalid-credentials',
    on: 'self',
    score: 0.93,
  },
  { pattern: /Unknown database '|database "[^"]*" does not exist/i, cause: 'database-missing', on: 'self', score: 0.88 },
  {
    pattern:
      /port \d+ (?:was|is) already in use|address already in use|EADDRINUSE|PortInUseException|Only one usage of each socket address/i,
    cause: 'service-sidecar-port-conflict',
    on: 'self',
    score: 0.92,
  },
  {
    pattern: /OutOfMemoryError|JavaScript heap out of memory|Cannot allocate memory|std::bad_alloc/i,
    cause: 'heap-exhausted',
    on: 'self',
    score: 0.86,
  },
  {
    pattern:
      /(?:permission denied|EACCES|AccessDeniedException|Operation not permitted|Can't (?:open|create|write))[^\n]{0,200}(?:\/|file|dir)|(?:\/[\w./-]+)[^\n]{0,80}(?:permission denied|EACCES)/i,
    cause: 'volume-mount-permission-denied',
    on: 'self',
    score: 0.86,
  },
  { pattern: /Read-only file system|EROFS/i, cause: 'read-only-filesystem', on: 'self', score: 0.86 },
  { pattern: /No space left on device|ENOSPC/i, cause: 'volume-full', on: 'self', score: 0.88 },
  { pattern: /too many open files|EMFILE/i, cause: 'file-descriptors-exhausted', on: 'self', score: 0.86 },
  {
    pattern: /x509: certificate (?:has expired|is not yet valid)|certificate (?:has )?expired|CertificateExpired/i,
    cause: 'certificate-expired',
    on: 'self',
    score: 0.88,
  },
  {
    pattern: /x509:|PKIX path building failed|unable to verify the first certificate|self[- ]signed certificate|tls: handshake failure/i,
    cause: 'tls-untrusted',
    on: 'self',
    score: 0.75,
  },
  { pattern: /is forbidden: User "system:serviceaccount/i, cause: 'rbac-forbidden', on: 'self', score: 0.88 },
  { pattern: /exec format error/i, cause: 'image-platform-mismatch', on: 'self', score: 0.9 },
  {
    pattern:
      /(?:missing|required|undefined) (?:environment|env(?:ironment)? var)\w*|environment variable .{0,60}(?:not set|is required|not mapped|missing)|Could not resolve placeholder|(?:invalid|malformed|cannot parse|failed to (?:parse|load)) (?:the )?config/i,
    cause: 'configuration-invalid',
    on: 'self',
    score: 0.75,
  },
];

function judgeLogs(view: View): readonly Finding[] {
  const findings: Finding[] = [];
  const votes = new Map<string, { readonly found: Pattern; readonly apps: App[]; readonly evidence: Citation[] }>();
  for (const { app: name, lines, call } of view.book.logs) {
    const app = view.apps.find((each) => each.name === name);
    if (app === undefined) continue;
    const address = judgeAddress(view, app, lines, call);
    if (address !== null) findings.push(address);
    for (const found of patterns) {
      const line = lines.find((each) => found.pattern.test(each));
      if (line === undefined) continue;
      const excerpt = excerptOf(line, found.pattern);
      if (found.on === 'database') {
        const vote = votes.get(found.cause) ?? { found, apps: [], evidence: [] };
        votes.set(found.cause, vote);
        vote.apps.push(app);
        vote.evidence.push({ call, excerpt });
      } else findings.push(ownFinding(app, found, call, excerpt));
    }
  }
  for (const { found, apps, evidence } of votes.values()) findings.push(...databaseFinding(view, found, apps, evidence));
  return findings;
}

/** What an app says that runs well is an old story or another's matter; what it says while it fails is its cause. */
function ownFinding(app: App, found: Pattern, call: string, excerpt: string): Finding {
  const isAlone = (app.spec.containers?.length ?? 1) < 2 && found.cause === 'service-sidecar-port-conflict';
  const score = isTroubled(app) ? found.score : found.score - 0.3;
  return {
    cause: isAlone ? 'port-already-used' : found.cause,
    on: onApp(app),
    score,
    values: { detail: excerpt },
    evidence: [{ call, excerpt }],
  };
}

function databaseFinding(view: View, found: Pattern, apps: readonly App[], evidence: readonly Citation[]): readonly Finding[] {
  const database = databaseOf(view, apps);
  const values = { detail: evidence[0]?.excerpt ?? '', clients: apps.map(({ name }) => name).join(', ') };
  const first = apps[0];
  if (database === null)
    return first === undefined ? [] : [{ cause: found.cause, on: onApp(first), score: found.score - 0.2, values, evidence }];
  return [
    {
      cause: found.cause,
      on: onApp(database),
      score: Math.min(0.98, found.score + 0.01 * apps.length),
      values,
      evidence: evidence.slice(0, 3),
    },
  ];
}
