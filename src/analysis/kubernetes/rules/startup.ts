/** Containers that never start: the image does not come, the configuration is not there, the command is not to be run. */

import type { Citation } from '../casebook.ts';
import type { CauseId } from '../causes.ts';
import type { KubeEvent } from '../objects.ts';
import { type App, citeEvent, eventsOfPods, type Finding, onApp, type PodView, type View } from '../view.ts';

interface Failure {
  readonly pattern: RegExp;
  readonly cause: CauseId;
  readonly score: number;
}

/** Of the registry's or the runtime's words, the most telling first. */
const pullFailures: readonly Failure[] = [
  {
    pattern:
      /lookup \S+(?: on \S+)?: (?:no such host|server misbehaving|Temporary failure|Try again|i\/o timeout|read udp)|no such host|Temporary failure in name resolution|server misbehaving/i,
    cause: 'image-registry-dns-failure',
    score: 0.96,
  },
  { pattern: /toomanyrequests|rate limit|429 Too Many/i, cause: 'image-pull-rate-limited', score: 0.95 },
  { pattern: /x509|certificate|http: server gave HTTP response to HTTPS client|tls:/i, cause: 'image-registry-tls', score: 0.94 },
  { pattern: /no space left on device/i, cause: 'node-disk-full', score: 0.94 },
  { pattern: /no match for platform|exec format error/i, cause: 'image-platform-mismatch', score: 0.94 },
  {
    pattern: /unauthorized|authentication required|no basic auth|failed to authorize|401|403 Forbidden|denied: |authorization failed/i,
    cause: 'missing-image-pull-secret',
    score: 0.94,
  },
  { pattern: /InvalidImageName|couldn't parse image|invalid reference format/i, cause: 'incorrect-image-reference', score: 0.95 },
  {
    pattern: /not found|manifest unknown|does not exist|NotFound|NAME_UNKNOWN|MANIFEST_UNKNOWN/i,
    cause: 'incorrect-image-reference',
    score: 0.94,
  },
  {
    pattern: /i\/o timeout|connection refused|connection reset|no route to host|deadline exceeded|unreachable|TLS handshake timeout/i,
    cause: 'image-registry-unreachable',
    score: 0.9,
  },
  { pattern: /ErrImageNeverPull|is not present with pull policy of Never/i, cause: 'image-never-pulled', score: 0.94 },
];

const configFailures: readonly Failure[] = [
  { pattern: /secret "?[^"\s]+"? not found/i, cause: 'missing-secret-binding', score: 0.95 },
  { pattern: /configmap "?[^"\s]+"? not found/i, cause: 'missing-config-map', score: 0.95 },
  { pattern: /couldn't find key|non-existent (?:secret|config) key/i, cause: 'missing-config-key', score: 0.95 },
  {
    pattern: /runAsNonRoot and image (?:will run as root|has non-numeric user)|runAsUser breaks non-root policy/i,
    cause: 'security-context-refused',
    score: 0.95,
  },
  { pattern: /OOM-killed|memory limit too low/i, cause: 'oom-killed', score: 0.94 },
  { pattern: /exec format error/i, cause: 'image-platform-mismatch', score: 0.93 },
  {
    pattern: /executable file not found|exec: "[^"]*": .*(?:no such file|not found|permission denied)/i,
    cause: 'container-command-invalid',
    score: 0.93,
  },
  { pattern: /failed to (?:prepare|create) subPath|subPath/i, cause: 'volume-subpath-failed', score: 0.9 },
  { pattern: /error mounting .* (?:read-only file system|not a directory)/i, cause: 'volume-mount-invalid', score: 0.9 },
  { pattern: /error mounting .*permission denied|mount.*permission denied/i, cause: 'volume-mount-permission-denied', score: 0.9 },
  { pattern: /port is already allocated|address already in use/i, cause: 'host-port-conflict', score: 0.88 },
];

const pullReasons =
  /^(?:Init:)?(?:ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull|ImageInspectError|RegistryUnavailable)$/;
const configReasons = /^(?:Init:)?(?:CreateContainerConfigError|CreateContainerError|RunContainerError|StartError|ContainerCannotRun)$/;

export function findStartupCauses(view: View): readonly Finding[] {
  return view.apps.flatMap((app) => {
    const pod = app.pods.find((each) => !each.isReady && !each.isDone);
    if (pod === undefined) return [];
    const events = eventsOfPods(view, app);
    const said = [
      ...wordsOf(view, pod),
      ...events.filter(isFailure).map((event) => ({ text: event.message ?? '', cited: citeEvent(view, event) })),
    ];
    const isPull =
      pullReasons.test(pod.status) || said.some(({ text }) => /failed to pull image|ImagePullBackOff|ErrImagePull/i.test(text));
    if (isPull) return judgePull(app, said);
    const isConfig = configReasons.test(pod.status) || said.some(({ text }) => /^Error: |failed to (?:create|start) container/i.test(text));
    return isConfig ? judgeConfig(app, said) : [];
  });
}

interface Said {
  readonly text: string;
  readonly cited: Citation;
}

function judgePull(app: App, said: readonly Said[]): readonly Finding[] {
  const told = said.filter(({ text }) => !/^(?:Error: )?(?:ErrImagePull|ImagePullBackOff)$|^Back-off pulling/.test(text.trim()));
  const noSecret = told.find(({ text }) => /Unable to retrieve some image pull secrets/.test(text));
  const words = told.filter((each) => each !== noSecret);
  const image = imageOf(app, words);
  for (const { pattern, cause, score } of pullFailures) {
    const found = words.find(({ text }) => pattern.test(withoutImage(text)));
    if (found === undefined) continue;
    // `pull access denied … may require authorization` is also what a registry says of a name that it does not have.
    const isVague =
      cause === 'missing-image-pull-secret' && /repository does not exist or may require/.test(found.text) && noSecret === undefined;
    const evidence = [found.cited, ...(noSecret === undefined ? [] : [noSecret.cited])];
    const finding: Finding = { cause, on: onApp(app), score: isVague ? 0.7 : score, values: { image }, evidence };
    return isVague && !hasPullSecret(app) ? [{ ...finding, cause: 'incorrect-image-reference', score: 0.75 }, finding] : [finding];
  }
  if (noSecret !== undefined)
    return [{ cause: 'missing-image-pull-secret', on: onApp(app), score: 0.85, values: { image }, evidence: [noSecret.cited] }];
  const any = said[0];
  return any === undefined ? [] : [{ cause: 'image-pull-failed', on: onApp(app), score: 0.6, values: { image }, evidence: [any.cited] }];
}

/** The name of an image may hold any word: `auth-401`, `not-found`. */
function withoutImage(text: string): string {
  return text.replace(/"[^"\s]*[/:][^"\s]*"/g, (quoted) => (quoted.startsWith('"http') ? quoted : '"…"'));
}

function imageOf(app: App, said: readonly Said[]): string {
  for (const { text } of said) {
    const image = /image "([^"]+)"/.exec(text)?.[1];
    if (image !== undefined) return image;
  }
  return app.spec.containers?.[0]?.image ?? '';
}

function hasPullSecret(app: App): boolean {
  return (app.spec.imagePullSecrets?.length ?? 0) > 0;
}

function judgeConfig(app: App, said: readonly Said[]): readonly Finding[] {
  for (const { pattern, cause, score } of configFailures) {
    const found = said.find(({ text }) => pattern.test(text));
    if (found === undefined) continue;
    const name = /"?([^"\s]+)"? not found/.exec(found.text)?.[1] ?? /key (\S+)/.exec(found.text)?.[1] ?? '';
    return [{ cause, on: onApp(app), score, values: { name, detail: found.text }, evidence: [found.cited] }];
  }
  const any = said.find(({ text }) => text.startsWith('Error: '));
  return any === undefined
    ? []
    : [{ cause: 'container-start-failed', on: onApp(app), score: 0.55, values: { detail: any.text }, evidence: [any.cited] }];
}

/** What the states of the containers say themselves. */
function wordsOf(view: View, { pod, containers }: PodView): readonly Said[] {
  return containers.flatMap(({ state, lastState }) =>
    [state?.waiting, state?.terminated, lastState?.terminated].flatMap((each) => {
      const text = each?.message ?? '';
      return text === '' ? [] : [{ text, cited: view.book.cite('pods', pod, `${each?.reason ?? ''}: ${text}`) }];
    }),
  );
}

function isFailure({ reason = '', type }: KubeEvent): boolean {
  return (
    type !== 'Normal' &&
    /^(?:Failed|InspectFailed|ErrImageNeverPull|BackOff|FailedToRetrieveImagePullSecret|InvalidImageName)$/.test(reason)
  );
}
