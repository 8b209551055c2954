/**
 * One connection to one Redis: opened on first use, kept (at `maxclients` a new one would be refused), reopened by the next
 * call after a loss, never retried in the background. Below sentinels each opening asks them anew where the primary is.
 */

import { readFile } from 'node:fs/promises';
import type { Redis } from 'ioredis';
import type { ConnectContext, SystemClient } from '../contract.ts';
import { type OpenRequest, openConnection, type RedisLimit, toFailure, within } from './connection.ts';
import type { RedisEntry } from './entry.ts';
import { RedisFailure } from './failure.ts';
import { type Knock, type KnockTarget, knock } from './knock.ts';
import { type Overheard, overhear } from './overhear.ts';
import { addressOf, databaseOf, declaredPlaces, firstThatOpens, type Place, placeOf } from './place.ts';
import { listOf, numberOf, type Reply, textOf, toReply } from './reply.ts';

export type RedisCommand = readonly [name: string, ...args: (string | number)[]];

export interface RedisCalls {
  /** Throws RedisFailure; an error reply of Redis is one. */
  call(command: RedisCommand, limit: RedisLimit): Promise<Reply>;
  /** All in one round trip; each answer or its failure, in order. Throws RedisFailure only when the connection fails. */
  callAll(commands: readonly RedisCommand[], limit: RedisLimit): Promise<readonly (Reply | RedisFailure)[]>;
}

export interface RedisClient extends RedisCalls, SystemClient {
  /** `host:port` of where it was last found, for texts. */
  readonly address: string;
  /** What the configuration says of its company. */
  readonly declared: DeclaredCompany;
  /** A second connection, on another database, closed when `use` is through. */
  withConnection<T>(database: number, limit: RedisLimit, use: (calls: RedisCalls) => Promise<T>): Promise<T>;
  /** What is sent to this Redis during a moment: commands and keys, never values. */
  overhear(forMs: number, linesMax: number, limit: RedisLimit): Promise<readonly Overheard[]>;
  /** A bare connection to this Redis, or to another address. */
  knock(limit: RedisLimit, other?: Place): Promise<Knock>;
  /** A short connection to another server that belongs to this one, with the login of the entry (or of its sentinels). */
  visit<T>(place: Place, as: 'member' | 'sentinel', limit: RedisLimit, use: (calls: RedisCalls) => Promise<T>): Promise<T>;
}

export interface DeclaredCompany {
  readonly sentinels: readonly Place[];
  readonly masterName: string;
  readonly isCluster: boolean;
  readonly looksAtMembers: boolean;
}

/** At `maxclients` slots come free as clients churn: so many tries, so far apart, before giving up. */
const limitTries = { count: 4, pauseMs: 150 } as const;
/** Opening ahead of need is in no hurry, but must not hang. */
const warmWithinMs = 3_000;
/** Longer than every step of opening together. */
const openWithinMs = 12_000;
/** How long a failure to connect is believed at most. */
const believedMsMax = 3_000;
/** A connection that has not answered for so long is given up by the next call. */
const silentForMs = 8_000;

export function createRedisClient(entry: RedisEntry, context: ConnectContext): RedisClient {
  const doors = doorsOf(entry, context);
  const sentinels = (entry.sentinels ?? []).map(placeOf);
  const first = declaredPlaces(entry)[0] ?? sentinels[0] ?? { host: '127.0.0.1', port: 6379 };
  let address = addressOf(first);
  /** Where the server is now; sentinels are only asked at an opening. */
  let current: Place = first;
  const open = async (database: number, limit: RedisLimit): Promise<Redis> => {
    const masters = entry.sentinels === undefined ? declaredPlaces(entry) : [await primaryBySentinels(sentinels, entry, doors, limit)];
    return firstThatOpens(masters, async (place) => {
      const redis = await openConnection(await doors.member(place, database), limit);
      current = place;
      address = addressOf(place);
      return redis;
    });
  };
  const kept = new KeptConnection(
    () => address,
    context,
    (limit) => open(databaseOf(entry), limit),
  );
  return {
    get address() {
      return address;
    },
    declared: {
      sentinels,
      masterName: entry.masterName ?? '',
      isCluster: entry.cluster,
      looksAtMembers: entry.members,
    },
    ...callsOn(
      (limit) => kept.get(limit),
      (work, limit) => kept.bounded(work, limit),
      () => address,
    ),
    withConnection: (database, limit, use) =>
      useOnce(
        () => open(database, limit),
        () => address,
        use,
      ),
    visit: async (place, as, limit, use) =>
      useOnce(
        async () => openConnection(await (as === 'member' ? doors.member(place, 0) : doors.sentinel(place)), limit),
        () => addressOf(place),
        use,
      ),
    async overhear(forMs, linesMax, limit) {
      // The usual way in tells best why there is none.
      await kept.get(limit);
      return overhear({ ...(await doors.member(current, 0)), forMs, linesMax }, limit);
    },
    async knock(limit, other) {
      if (other !== undefined) return knock({ ...other, tls: null }, limit, 'PING');
      return knock((await doors.member(current, 0)).target, limit);
    },
    async warm() {
      const limit = { timeoutMs: warmWithinMs, signal: AbortSignal.timeout(warmWithinMs) };
      await kept.get(limit).catch(() => undefined);
    },
    close: () => kept.close(),
  };
}

/** How to knock at which door: whom to say one is, and with which TLS. */
interface Doors {
  member(place: Place, database: number): Promise<OpenRequest>;
  sentinel(place: Place): Promise<OpenRequest>;
}

function doorsOf(entry: RedisEntry, context: ConnectContext): Doors {
  const secretOf = (ref: RedisEntry['password']): string | undefined => (ref === undefined ? undefined : context.resolveSecret(ref));
  const request = async (place: Place, database: number): Promise<Omit<OpenRequest, 'username' | 'password'>> => ({
    address: addressOf(place),
    target: { ...place, tls: await tlsOf(entry) },
    database,
  });
  return {
    member: async (place, database) => ({
      ...(await request(place, database)),
      username: entry.username,
      password: secretOf(entry.password),
    }),
    sentinel: async (place) => ({
      ...(await request(place, 0)),
      username: entry.sentinelUsername,
      password: secretOf(entry.sentinelPassword),
    }),
  };
}

/** The first sentinel that can be asked decides, as it does for applications. Throws RedisFailure. */
async function primaryBySentinels(sentinels: readonly Place[], entry: RedisEntry, doors: Doors, limit: RedisLimit): Promise<Place> {
  const name = entry.masterName ?? '';
  return firstThatOpens(sentinels, async (sentinel) => {
    const redis = await openConnection(await doors.sentinel(sentinel), limit);
    try {
      const asked = within(redis.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name), limit, addressOf(sentinel), () => 'command');
      const [host, port] = listOf(toReply(await asked));
      if (host !== undefined) return { host: textOf(host), port: numberOf(port) ?? 6379 };
    } catch (error) {
      throw toFailure(error, addressOf(sentinel));
    } finally {
      redis.disconnect();
    }
    throw new RedisFailure(`Sentinel ${addressOf(sentinel)} knows no primary named '${name}'`, { problem: 'reply', stage: 'login' });
  });
}

async function useOnce<T>(open: () => Promise<Redis>, address: () => string, use: (calls: RedisCalls) => Promise<T>): Promise<T> {
  const redis = await open();
  const get = (): Promise<Redis> => Promise.resolve(redis);
  try {
    return await use(callsOn(get, (work, limit) => within(work, limit, address(), () => 'command'), address));
  } finally {
    redis.disconnect();
  }
}

/** The one connection with its life: opened once for all who ask at the same time, dropped when it has gone silent. */
class KeptConnection {
  readonly #address: () => string;
  readonly #context: ConnectContext;
  readonly #open: (limit: RedisLimit) => Promise<Redis>;
  #current: Redis | null = null;
  #opening: Promise<Redis> | null = null;
  #silentSinceMs: number | null = null;
  #believed: { readonly failure: RedisFailure; readonly untilMs: number } | null = null;

  constructor(address: () => string, context: ConnectContext, open: (limit: RedisLimit) => Promise<Redis>) {
    this.#address = address;
    this.#context = context;
    this.#open = open;
  }

  async get(limit: RedisLimit): Promise<Redis> {
    if (this.#silentSinceMs !== null && this.#context.clock.now() - this.#silentSinceMs > silentForMs) await this.close();
    if (this.#current !== null && this.#current.status === 'ready') return this.#current;
    if (this.#believed !== null && this.#context.clock.now() < this.#believed.untilMs) throw this.#believed.failure;
    this.#opening ??= this.#openPatiently(limit).finally(() => {
      this.#opening = null;
    });
    // Opening has limits of its own, and finds out why it failed; a command's limit must not cut that short.
    this.#current = await within(this.#opening, { timeoutMs: openWithinMs, signal: limit.signal }, this.#address(), () => 'connect');
    return this.#current;
  }

  async bounded<T>(work: Promise<T>, limit: RedisLimit): Promise<T> {
    try {
      const answer = await within(work, limit, this.#address(), () => 'command');
      this.#silentSinceMs = null;
      return answer;
    } catch (error) {
      if (error instanceof RedisFailure && error.problem === 'hung') this.#silentSinceMs ??= this.#context.clock.now();
      else if (!(error instanceof RedisFailure)) this.#silentSinceMs = null;
      throw error;
    }
  }

  close(): Promise<void> {
    this.#current?.disconnect();
    this.#current = null;
    this.#silentSinceMs = null;
    this.#believed = null;
    return Promise.resolve();
  }

  /** At the client limit it waits a little for a slot; every other failure is told at once. */
  async #openPatiently(limit: RedisLimit): Promise<Redis> {
    for (let attempt = 1; ; attempt += 1) {
      const startedMs = this.#context.clock.now();
      try {
        return await this.#open(limit);
      } catch (error) {
        this.#remember(error, startedMs);
        const isFull = error instanceof RedisFailure && error.problem === 'limit';
        if (!isFull || attempt >= limitTries.count || limit.signal.aborted) throw error;
        await this.#context.clock.sleep(limitTries.pauseMs, limit.signal);
      }
    }
  }

  /** What took seconds to find out is believed for as long again: twenty looks one after the other must not wait each for the same. */
  #remember(error: unknown, startedMs: number): void {
    if (!(error instanceof RedisFailure) || (error.problem !== 'timed-out' && error.problem !== 'tls')) return;
    const now = this.#context.clock.now();
    this.#believed = { failure: error, untilMs: now + Math.min(believedMsMax, now - startedMs) };
  }
}

type Bounded = <T>(work: Promise<T>, limit: RedisLimit) => Promise<T>;

function callsOn(get: (limit: RedisLimit) => Promise<Redis>, bounded: Bounded, address: () => string): RedisCalls {
  return {
    async call([name, ...args], limit) {
      const redis = await get(limit);
      try {
        return toReply(await bounded(redis.call(name, ...args), limit));
      } catch (error) {
        throw toFailure(error, address());
      }
    },
    async callAll(commands, limit) {
      if (commands.length === 0) return [];
      const pipeline = (await get(limit)).pipeline();
      for (const [name, ...args] of commands) pipeline.call(name, ...args);
      try {
        const answers = (await bounded(pipeline.exec(), limit)) ?? [];
        return answers.map(([error, value]) => (error === null ? toReply(value) : toFailure(error, address())));
      } catch (error) {
        throw toFailure(error, address());
      }
    },
  };
}

async function tlsOf(entry: RedisEntry): Promise<KnockTarget['tls']> {
  if (entry.url?.startsWith('rediss:') !== true && entry.tls === undefined) return null;
  const ca = entry.tls?.caFile === undefined ? undefined : await readFile(entry.tls.caFile, 'utf8');
  const servername = entry.tls?.servername;
  return {
    insecure: entry.tls?.insecure ?? false,
    ...(ca === undefined ? {} : { ca }),
    ...(servername === undefined ? {} : { servername }),
  };
}
