/**
 * What a look in a plugin's process may use of other systems: the logs that the operator has declared for its own system, and no others.
 * Zhiban reads them with its own connections, bounded, with secrets masked, and hands over the lines.
 */

import { z } from 'zod';
import { SystemError } from '../../domain/errors.ts';
import { maskSecrets } from '../../domain/mask-secrets.ts';
import type { LookContext, Neighbour, SystemClient } from '../../systems/contract.ts';
import type { LogAnswer, LogFiles, LogStore } from '../../systems/logs/contract.ts';
import { queryOf } from '../../systems/logs/query-of.ts';
import { logLimits, type Need } from '../protocol.ts';

/** What there is, told along with the call: `neighbour()` answers at once. */
export interface Around {
  readonly hostId: string | null;
  readonly neighbours: Readonly<
    Record<string, { readonly hasStore: boolean; readonly hasFindService: boolean; readonly hasFiles: boolean }>
  >;
}

/** Throws SystemError for what isn't lent, or can't be read. */
export type Lend = (what: Need, params: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** The systems that the entry names: its host, those it depends on, those that keep its logs. */
export function aroundOf({ entry, neighbour }: Pick<LookContext, 'entry' | 'neighbour'>): Around {
  const { runsOn, dependsOn, logs = [] } = entry;
  const named = [runsOn ?? [], dependsOn, logs.flatMap((source) => (typeof source === 'string' ? [] : [source.system]))].flat();
  const neighbours = [...new Set(named)].flatMap((id) => {
    const found = neighbour?.(id) ?? null;
    if (found === null) return [];
    const { logStore, logFiles } = found.kind;
    const offered = {
      hasStore: logStore !== undefined,
      hasFindService: logStore?.findService !== undefined,
      hasFiles: logFiles !== undefined,
    };
    return [[id, offered]] as const;
  });
  const around = Object.fromEntries(neighbours);
  return { hostId: runsOn !== undefined && around[runsOn] !== undefined ? runsOn : null, neighbours: around };
}

const timeoutMs = z.number().min(1).max(60_000);
const findParams = z.object({
  system: z.string().max(200),
  service: z.string().min(1).max(200),
  fromMs: z.number(),
  toMs: z.number(),
  timeoutMs,
});
const readParams = z.object({
  system: z.string().max(200),
  query: z.string().max(logLimits.query),
  fromMs: z.number(),
  toMs: z.number(),
  linesMax: z.number().int().min(1),
  timeoutMs,
});
const tailParams = z.object({
  system: z.string().max(200),
  paths: z.array(z.string().max(1_000)).min(1).max(logLimits.paths),
  bytesMax: z.number().int().min(1),
  timeoutMs,
});

export function createLend(context: Pick<LookContext, 'entry' | 'neighbour' | 'signal'>): Lend {
  // What a log system finds a declared service by is as good as declared, for this one look.
  const found = new Set<string>();
  return async (what, params) => {
    if (what === 'logs.find') return find(context, params, found);
    if (what === 'logs.read') return read(context, params, found);
    if (what === 'logs.tail') return tail(context, params);
    throw refused('Only logs are lent to a look');
  };
}

type LendContext = Pick<LookContext, 'entry' | 'neighbour' | 'signal'>;

async function find({ entry, neighbour, signal }: LendContext, params: unknown, found: Set<string>): Promise<string | null> {
  const given = parse(findParams, params);
  const { system, service, fromMs, toMs } = given;
  const isDeclared = (entry.logs ?? []).some(
    (source) => typeof source !== 'string' && 'service' in source && source.system === system && source.service === service,
  );
  if (!isDeclared) throw refused(`The service '${service}' of '${system}' is not declared under 'logs' of '${entry.id}'`);
  const { client, kind } = presentOf(neighbour?.(system) ?? null, system);
  const limit = { timeoutMs: Math.min(given.timeoutMs, logLimits.timeoutMs), signal };
  const query = await queryOf({ system, service }, { store: storeOf(kind, system), client }, { fromMs, toMs }, limit);
  if (query !== null) found.add(foundKey(system, query));
  return query;
}

function foundKey(system: string, query: string): string {
  return JSON.stringify([system, query]);
}

async function read({ entry, neighbour, signal }: LendContext, params: unknown, found: ReadonlySet<string>): Promise<LogAnswer> {
  const given = parse(readParams, params);
  const isDeclared =
    found.has(foundKey(given.system, given.query)) ||
    (entry.logs ?? []).some(
      (source) => typeof source !== 'string' && 'query' in source && source.system === given.system && source.query === given.query,
    );
  if (!isDeclared)
    throw refused(`The query '${given.query.slice(0, 200)}' of '${given.system}' is not declared under 'logs' of '${entry.id}'`);
  const { client, kind } = presentOf(neighbour?.(given.system) ?? null, given.system);
  const store = storeOf(kind, given.system);
  const { query, fromMs, toMs } = given;
  const request = { query, fromMs, toMs, linesMax: Math.min(given.linesMax, logLimits.lines) };
  const { lines, isCut } = await store.read(client, request, { timeoutMs: Math.min(given.timeoutMs, logLimits.timeoutMs), signal });
  return bounded(lines.slice(-request.linesMax), isCut);
}

/** The newest lines that fit. */
function bounded(lines: LogAnswer['lines'], isCut: boolean): LogAnswer {
  const kept: LogAnswer['lines'][number][] = [];
  let left: number = logLimits.bytes;
  for (const line of lines.toReversed()) {
    const text = maskSecrets(line.text.slice(0, logLimits.lineLength));
    left -= Buffer.byteLength(text) + line.stream.length + 60;
    if (left < 0) return { lines: kept.reverse(), isCut: true };
    kept.push({ atMs: line.atMs, text, level: line.level.slice(0, 40), stream: line.stream.slice(0, 2_000) });
  }
  return { lines: kept.reverse(), isCut };
}

async function tail({ entry, neighbour, signal }: LendContext, params: unknown): ReturnType<LogFiles<SystemClient>['tail']> {
  const given = parse(tailParams, params);
  const stray = given.paths.find((path) => !(entry.logs ?? []).includes(path));
  if (stray !== undefined) throw refused(`The file '${stray.slice(0, 200)}' is not declared under 'logs' of '${entry.id}'`);
  if (given.system !== entry.runsOn) throw refused(`'${given.system}' is not the host that '${entry.id}' runs on`);
  const { client, kind } = presentOf(neighbour?.(given.system) ?? null, given.system);
  if (kind.logFiles === undefined) throw refused(`On '${given.system}' lie no log files`);
  const bytesMax = Math.min(given.bytesMax, logLimits.tailBytes, Math.floor(logLimits.bytes / given.paths.length));
  const limit = { timeoutMs: Math.min(given.timeoutMs, logLimits.timeoutMs), signal };
  const { tails, zoneMinutes } = await kind.logFiles.tail(client, given.paths, bytesMax, limit);
  return {
    tails: tails.map(({ path, text, reason }) => ({
      path,
      text: text === null ? null : maskSecrets(text.slice(-bytesMax)),
      reason: maskSecrets(reason),
    })),
    zoneMinutes,
  };
}

function storeOf({ logStore }: Neighbour['kind'], systemId: string): LogStore<SystemClient> {
  if (logStore !== undefined) return logStore;
  throw refused(`'${systemId}' is no system that keeps logs`);
}

function presentOf(found: Neighbour | null, systemId: string): Neighbour {
  if (found !== null) return found;
  throw refused(`There is no system '${systemId}'`);
}

function parse<T>(schema: z.ZodType<T>, params: unknown): T {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refused(`What is asked for is malformed: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
}

function refused(message: string): SystemError {
  return new SystemError(message, { retry: 'never' });
}
