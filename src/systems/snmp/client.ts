/** Asks an SNMP agent: single values and columns of tables, each with a limit of time and rows. It only reads. */

import { lookup } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import type { Session, Varbind } from 'net-snmp';
import type { ConnectContext, SystemClient } from '../contract.ts';
import { SnmpFailure } from './failure.ts';
import { knock } from './knock.ts';
import type { SnmpEntry } from './system.ts';

export interface SnmpLimit {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export type SnmpValue = string | number;

/** Index to value. */
export type Column = ReadonlyMap<string, SnmpValue>;

export interface Counters {
  readonly atMs: number;
  /** Column to its rows. */
  readonly columns: Readonly<Record<string, Column>>;
}

export interface SnmpClient extends SystemClient {
  readonly entry: SnmpEntry;
  /** Throws SnmpFailure. What the agent does not have is absent. */
  get(oids: readonly string[], limit: SnmpLimit): Promise<ReadonlyMap<string, SnmpValue>>;
  /** Throws SnmpFailure. At most `rowsMax` rows. */
  column(oid: string, limit: SnmpLimit): Promise<Column>;
  /** What the agent says to a change that it can never make, as it has the wrong type: whether it would be allowed. Throws SnmpFailure. */
  mayWrite(limit: SnmpLimit): Promise<boolean>;
  /** Counters of a look before, to tell what has grown; null before the first. */
  earlier(): Counters | null;
  remember(counters: Counters): void;
}

const rowsMax = 512;
const repetitions = 25;
const attemptMs = 1_000;
/** Growth is told over some minutes; older counters may have wrapped. */
const keepBetweenMs = 60_000;
const keepAtMostMs = 900_000;

export function createSnmpClient(entry: SnmpEntry, context: ConnectContext): SnmpClient {
  const { host, port } = placeOf(entry.address);
  let kept: readonly Counters[] = [];
  /** Once it has answered, its port is not asked about any more. */
  let isKnown = false;

  async function converse<Result>(limit: SnmpLimit, work: (session: Session) => Promise<Result>): Promise<Result> {
    const address = await resolve(host, limit);
    const session = await openSession(entry, context, { address, port });
    let onAbort = (): void => undefined;
    const ended = new Promise<never>((_resolve, reject) => {
      onAbort = () => reject(new SnmpFailure(`The look at ${entry.address} was ended`, 'stopped'));
    });
    const signal = AbortSignal.any([limit.signal, AbortSignal.timeout(limit.timeoutMs)]);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    session.on('error', () => undefined);
    try {
      const working = work(session);
      working.catch(() => undefined);
      const result = await Promise.race([working, ended, ...(isKnown ? [] : [closedPort(entry, { address, port }, signal)])]);
      isKnown = true;
      return result;
    } catch (error) {
      throw await explain(error, entry, { address, port }, limit);
    } finally {
      signal.removeEventListener('abort', onAbort);
      session.close();
    }
  }

  return {
    entry,
    get: (oids, limit) =>
      converse(limit, async (session) => {
        const varbinds = await new Promise<readonly Varbind[]>((resolveAll, reject) => {
          session.get([...oids], (error, found) => (error === null ? resolveAll(found ?? []) : reject(error)));
        });
        return new Map(varbinds.flatMap((each) => pairOf(each)));
      }),
    column: (oid, limit) => converse(limit, (session) => walk(session, oid)),
    async mayWrite(limit) {
      const { ObjectType } = await import('net-snmp');
      return converse(limit, async (session) => {
        const status = await new Promise<number>((resolveStatus, reject) => {
          session.set([{ oid: '1.3.6.1.2.1.1.5.0', type: ObjectType.Integer, value: 0 }], (error) =>
            error === null ? resolveStatus(0) : 'status' in error ? resolveStatus(Number(error.status)) : reject(error),
          );
        });
        // wrongType or notWritable come after the rights were found to be there.
        return [0, 7, 17].includes(status);
      });
    },
    earlier: () => kept[0] ?? null,
    remember(counters) {
      const fresh = kept.filter(({ atMs }) => counters.atMs - atMs < keepAtMostMs);
      const latest = fresh.at(-1);
      kept = latest !== undefined && counters.atMs - latest.atMs < keepBetweenMs ? fresh : [...fresh, counters].slice(-5);
    },
    close: () => Promise.resolve(),
  };
}

/** Ends only when the port is closed: the session itself would wait for an answer that can't come. */
async function closedPort(
  entry: SnmpEntry,
  { address, port }: { readonly address: string; readonly port: number },
  signal: AbortSignal,
): Promise<never> {
  const outcome = await knock(address, port, { timeoutMs: attemptMs, signal });
  if (outcome === 'refused') throw new SnmpFailure(`Nothing listens on ${entry.address}: the port is closed`, 'refused');
  return await new Promise<never>(() => undefined);
}

export function placeOf(address: string): { readonly host: string; readonly port: number } {
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(address);
  if (match === null) return { host: address, port: 161 };
  return { host: match[1] ?? match[2] ?? address, port: match[3] === undefined ? 161 : Number(match[3]) };
}

async function resolve(host: string, limit: SnmpLimit): Promise<string> {
  if (limit.signal.aborted) throw new SnmpFailure(`The look at ${host} was ended`, 'stopped');
  try {
    return (await lookup(host)).address;
  } catch (error) {
    throw new SnmpFailure(`Cannot resolve ${host}: ${error instanceof Error ? error.message : String(error)}`, 'dns', error);
  }
}

async function openSession(
  entry: SnmpEntry,
  context: ConnectContext,
  { address, port }: { readonly address: string; readonly port: number },
): Promise<Session> {
  // Loaded with the first look: a server without such devices needs none of it.
  const snmp = await import('net-snmp');
  const common = { port, retries: 1, timeout: attemptMs, transport: isIPv6(address) ? 'udp6' : 'udp4' } as const;
  const { v3, community } = entry;
  if (v3 === undefined)
    return snmp.createSession(address, community === undefined ? '' : context.resolveSecret(community), { ...common, version: 1 });
  const level = v3.privacyKey !== undefined ? 'authPriv' : v3.authKey !== undefined ? 'authNoPriv' : 'noAuthNoPriv';
  const user = {
    name: v3.user,
    level: snmp.SecurityLevel[level],
    ...(v3.authKey === undefined ? {} : { authProtocol: snmp.AuthProtocols[v3.authProtocol], authKey: context.resolveSecret(v3.authKey) }),
    ...(v3.privacyKey === undefined
      ? {}
      : { privProtocol: snmp.PrivProtocols[v3.privacyProtocol], privKey: context.resolveSecret(v3.privacyKey) }),
  };
  return snmp.createV3Session(address, user, { ...common, version: 3 });
}

function walk(session: Session, oid: string): Promise<Column> {
  const column = new Map<string, SnmpValue>();
  return new Promise((resolveColumn, reject) => {
    const feed = (varbinds: Varbind[]): true | undefined => {
      for (const each of varbinds) for (const [found, value] of pairOf(each)) column.set(found.slice(oid.length + 1), value);
      return column.size >= rowsMax ? true : undefined;
    };
    session.subtree(oid, repetitions, feed as (varbinds: Varbind[]) => void, (error) =>
      error === null || error === undefined ? resolveColumn(column) : reject(error),
    );
  });
}

/** noSuchObject, noSuchInstance and endOfMibView have types of their own from 128 on. */
function pairOf({ oid, type, value }: Varbind): readonly (readonly [string, SnmpValue])[] {
  if ((type ?? 0) >= 128 || value === null || value === undefined) return [];
  if (typeof value === 'number' || typeof value === 'string') return [[oid, value]];
  if (typeof value === 'bigint' || typeof value === 'boolean') return [[oid, Number(value)]];
  const counter64 = 70;
  if (type === counter64) return [[oid, Number(value.length === 0 ? 0n : BigInt(`0x${value.toString('hex')}`))]];
  return [[oid, value.toString('utf8').replace(/\p{Cc}/gu, '')]];
}

/** Silence is asked about: is there an agent that only does not answer to us? */
async function explain(
  error: unknown,
  entry: SnmpEntry,
  { address, port }: { readonly address: string; readonly port: number },
  limit: SnmpLimit,
): Promise<SnmpFailure> {
  if (error instanceof SnmpFailure && error.problem !== 'stopped') return error;
  const [name, said] = error instanceof Error ? [error.name, error.message] : ['', String(error)];
  const isSilence = name === 'RequestTimedOutError';
  if (!isSilence && !(error instanceof SnmpFailure)) {
    const isAuth = /unknown user|digest|decrypt|security level|usmStats|authori[sz]ation|unsupported security/i.test(said);
    return new SnmpFailure(`The SNMP agent ${entry.address} answers: ${said.slice(0, 200)}`, isAuth ? 'auth' : 'reply', error);
  }
  const outcome = limit.signal.aborted ? 'silent' : await knock(address, port, { timeoutMs: 1_000, signal: limit.signal });
  if (outcome === 'refused') return new SnmpFailure(`Nothing listens on ${entry.address}: the port is closed`, 'refused', error);
  if (outcome === 'answered') {
    const what = entry.v3 === undefined ? 'the community is wrong, or this address may not use it' : 'the user or its keys are wrong';
    return new SnmpFailure(`An SNMP agent is at ${entry.address}, and does not answer to us: ${what}`, 'auth', error);
  }
  if (error instanceof SnmpFailure) return error;
  const why = 'the device is away, a firewall drops it, or an agent without version 3 does not know the community';
  return new SnmpFailure(`Nothing comes back from ${entry.address}: ${why}`, 'timed-out', error);
}
