/** Containers as the API tells them, and what is known of the end of each. */

import { z } from 'zod';
import type { HttpLimit } from '../http/exchange.ts';
import { type DockerClient, isMissing } from './client.ts';

export const containersSchema = z.array(
  z.looseObject({
    Id: z.string(),
    Names: z.array(z.string()).nullish(),
    Image: z.string().default(''),
    ImageID: z.string().default(''),
    State: z.string().default(''),
    Status: z.string().default(''),
    Created: z.number().default(0),
  }),
);

export const containerSchema = z.looseObject({
  Id: z.string(),
  Name: z.string(),
  Created: z.string().default(''),
  RestartCount: z.number().default(0),
  Image: z.string().default(''),
  LogPath: z.string().default(''),
  Path: z.string().default(''),
  Args: z.array(z.string()).nullish(),
  State: z.looseObject({
    Status: z.string().default(''),
    Running: z.boolean().default(false),
    Paused: z.boolean().default(false),
    Restarting: z.boolean().default(false),
    OOMKilled: z.boolean().default(false),
    Dead: z.boolean().default(false),
    ExitCode: z.number().default(0),
    Error: z.string().default(''),
    StartedAt: z.string().default(''),
    FinishedAt: z.string().default(''),
    Health: z
      .looseObject({
        Status: z.string().default(''),
        FailingStreak: z.number().default(0),
        Log: z
          .array(z.looseObject({ ExitCode: z.number().default(0), Output: z.string().default(''), Start: z.string().default('') }))
          .nullish(),
      })
      .nullish(),
  }),
  Config: z.looseObject({
    Image: z.string().default(''),
    Tty: z.boolean().default(false),
    Env: z.array(z.string()).nullish(),
    Labels: z.record(z.string(), z.string()).nullish(),
    ExposedPorts: z.record(z.string(), z.unknown()).nullish(),
  }),
  NetworkSettings: z.looseObject({ Networks: z.record(z.string(), z.unknown()).nullish() }).nullish(),
  HostConfig: z.looseObject({
    Memory: z.number().default(0),
    MemorySwap: z.number().default(0),
    NanoCpus: z.number().default(0),
    CpuQuota: z.number().default(0),
    CpuPeriod: z.number().default(0),
    PidsLimit: z.number().nullish(),
    AutoRemove: z.boolean().default(false),
    NetworkMode: z.string().default(''),
    IpcMode: z.string().default(''),
    ShmSize: z.number().default(0),
    Links: z.array(z.string()).nullish(),
    VolumesFrom: z.array(z.string()).nullish(),
    Privileged: z.boolean().default(false),
    RestartPolicy: z
      .looseObject({ Name: z.string().default(''), MaximumRetryCount: z.number().default(0) })
      .default({ Name: '', MaximumRetryCount: 0 }),
    LogConfig: z
      .looseObject({ Type: z.string().default(''), Config: z.record(z.string(), z.string()).nullish() })
      .default({ Type: '', Config: null }),
    PortBindings: z
      .record(z.string(), z.array(z.looseObject({ HostIp: z.string().default(''), HostPort: z.string().default('') })).nullish())
      .nullish(),
  }),
  Mounts: z
    .array(z.looseObject({ Type: z.string().default(''), Source: z.string().default(''), Destination: z.string().default('') }))
    .nullish(),
});

export type Container = z.infer<typeof containerSchema>;

const inspectedMax = 60;
const together = 6;

/** Every container in full; those that run come last, and the rest is left out beyond the limit. Throws what the client throws. */
export async function readContainers(
  client: DockerClient,
  limit: HttpLimit,
): Promise<{ readonly containers: readonly Container[]; readonly total: number }> {
  const listed = await client.json('containers/json?all=1', containersSchema, limit);
  const isCalm = ({ State, Status }: (typeof listed)[number]): boolean => State === 'running' && !/unhealthy/.test(Status);
  const chosen = [...listed].sort((one, other) => Number(isCalm(one)) - Number(isCalm(other))).slice(0, inspectedMax);
  const containers: Container[] = [];
  for (let at = 0; at < chosen.length; at += together) {
    const some = await Promise.all(chosen.slice(at, at + together).map(({ Id }) => inspect(client, Id, limit)));
    containers.push(...some.filter((each) => each !== null));
  }
  return { containers, total: listed.length };
}

/** Null for one that there is not, or no more. */
export async function inspect(client: DockerClient, name: string, limit: HttpLimit): Promise<Container | null> {
  try {
    return await client.json(`containers/${encodeURIComponent(name)}/json`, containerSchema, limit);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

export function nameOf({ Name }: Pick<Container, 'Name'>): string {
  return Name.replace(/^\//, '');
}

/** Epoch ms; null for never. */
export function timeOf(text: string): number | null {
  const ms = Date.parse(text);
  return Number.isNaN(ms) || ms < 0 ? null : ms;
}

const lineMax = 300;

const grave =
  /fatal|panic|error|exception|cannot|can't|could not|fail|denied|refused|missing|invalid|not (?:set|found)|no such|错误|失败|异常|无法/i;

/**
 * What it says of its end: the last line that speaks of a failure, else the last one; its two streams are mixed in no certain order.
 * Empty where there is none or it can't be read.
 */
export async function tellingLine(client: DockerClient, container: Container, limit: HttpLimit): Promise<string> {
  return (await tellingLines(client, container, limit)).at(-1) ?? '';
}

/** With the line that stands before it, where there is one: what a script says last is often only that it failed. */
export async function tellingLines(client: DockerClient, { Id }: Container, limit: HttpLimit): Promise<readonly string[]> {
  const { text } = await client.output(`containers/${Id}/logs?stdout=1&stderr=1&tail=20`, limit).catch(() => ({ text: '' }));
  const lines = text.split('\n').map((line) => line.trim());
  const written = lines.filter((line) => line !== '');
  const found = written.findLastIndex((line) => grave.test(line));
  const at = found < 0 ? written.length - 1 : found;
  return written.slice(Math.max(0, at - 1), at + 1).map((line) => line.slice(0, lineMax));
}
