/**
 * Reads what a pipeline says of a change: our own form, GitHub's `deployment_status` and `release`, GitLab's `deployment`. Pure. What isn't a
 * change that took effect (a deployment that has only begun, or failed) is null.
 */

import { z } from 'zod';
import { type ChangeKind, changeKinds } from '../domain/change.ts';

export interface ReadChange {
  readonly title: string;
  readonly kind: ChangeKind;
  readonly systems: readonly string[];
  /** ISO 8601; null when it is just now. */
  readonly at: string | null;
  readonly version: string | null;
  readonly author: string | null;
  readonly url: string | null;
  readonly source: string;
  /** The same for the same change told again; null when nothing in it says so. */
  readonly key: string | null;
}

const word = (max: number) => z.string().trim().min(1).max(max);
const moment = z.iso.datetime({ offset: true });
const link = z.url({ protocol: /^https?$/ }).max(1_000);

export const changeForm = z.strictObject({
  title: word(200),
  kind: z.enum(changeKinds).default('deploy'),
  /** Systems as the configuration names them. */
  systems: z.array(word(80)).max(50).default([]),
  at: moment.optional(),
  version: word(100).optional(),
  author: word(100).optional(),
  url: link.optional(),
  key: word(200).optional(),
});

const github = z.object({
  repository: z.object({ name: z.string(), full_name: z.string() }),
  deployment: z.object({
    id: z.number(),
    sha: z.string(),
    ref: z.string().default(''),
    environment: z.string(),
    creator: z.object({ login: z.string() }).nullish(),
  }),
  deployment_status: z.object({ state: z.string(), created_at: moment, target_url: z.string().nullish(), log_url: z.string().nullish() }),
});

const githubRelease = z.object({
  action: z.string(),
  repository: z.object({ name: z.string(), full_name: z.string() }),
  release: z.object({
    id: z.number(),
    tag_name: z.string(),
    html_url: z.string(),
    published_at: moment.nullish(),
    author: z.object({ login: z.string() }).nullish(),
  }),
});

/** GitLab writes `2026-11-21 09:30:12 +0800`. */
const gitlabMoment = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} [+-]\d{4}$/);

const gitlab = z.object({
  object_kind: z.literal('deployment'),
  status: z.string(),
  status_changed_at: gitlabMoment.nullish(),
  deployment_id: z.number(),
  deployable_url: z.string().nullish(),
  environment: z.string(),
  short_sha: z.string(),
  project: z.object({ name: z.string(), path_with_namespace: z.string() }),
  user: z.object({ username: z.string() }).nullish(),
});

/** Throws ZodError, with where in the form, for a body that is none of these. */
export function readChange(body: unknown): ReadChange | null {
  const deployment = github.safeParse(body);
  if (deployment.success) return ofGithub(deployment.data);
  const release = githubRelease.safeParse(body);
  if (release.success) return ofRelease(release.data);
  const ofLab = gitlab.safeParse(body);
  if (ofLab.success) return ofGitlab(ofLab.data);
  const { key, at, version, author, url, ...form } = changeForm.parse(body);
  return {
    ...form,
    ...{ at: at ?? null, version: version ?? null, author: author ?? null, url: url ?? null, key: key ?? null, source: 'hook' },
  };
}

function ofGithub({ repository, deployment, deployment_status: status }: z.infer<typeof github>): ReadChange | null {
  if (status.state !== 'success') return null;
  return {
    title: `${repository.full_name} → ${deployment.environment}`.slice(0, 200),
    kind: 'deploy',
    systems: [repository.name],
    at: status.created_at,
    version: `${deployment.ref === '' ? '' : `${deployment.ref} `}${deployment.sha.slice(0, 8)}`.slice(0, 100),
    author: deployment.creator?.login ?? null,
    url: linkOf(status.target_url) ?? linkOf(status.log_url),
    source: 'github',
    key: `github ${repository.full_name} deployment ${String(deployment.id)}`,
  };
}

function ofRelease({ action, repository, release }: z.infer<typeof githubRelease>): ReadChange | null {
  if (action !== 'published') return null;
  return {
    title: `${repository.full_name} ${release.tag_name}`.slice(0, 200),
    kind: 'deploy',
    systems: [repository.name],
    at: release.published_at ?? null,
    version: release.tag_name.slice(0, 100),
    author: release.author?.login ?? null,
    url: linkOf(release.html_url),
    source: 'github',
    key: `github ${repository.full_name} release ${String(release.id)}`,
  };
}

function ofGitlab(given: z.infer<typeof gitlab>): ReadChange | null {
  if (given.status !== 'success') return null;
  const at = given.status_changed_at?.replace(/^(\S+) (\S+) ([+-]\d{2})(\d{2})$/, '$1T$2$3:$4') ?? null;
  return {
    title: `${given.project.path_with_namespace} → ${given.environment}`.slice(0, 200),
    kind: 'deploy',
    systems: [given.project.name],
    at: at === null ? null : new Date(at).toISOString(),
    version: given.short_sha.slice(0, 100),
    author: given.user?.username ?? null,
    url: linkOf(given.deployable_url),
    source: 'gitlab',
    key: `gitlab ${given.project.path_with_namespace} deployment ${String(given.deployment_id)}`,
  };
}

function linkOf(given: string | null | undefined): string | null {
  return given !== null && given !== undefined && link.safeParse(given).success ? given : null;
}
