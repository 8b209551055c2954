/** A server that requests wait for while its neighbours are free: something sends them there, and nowhere else. */

import type { FactValue } from '../../../domain/evidence.ts';
import type { StatRow } from '../parse.ts';

export const crowdFactNames = [
  'crowd.backend',
  'crowd.server',
  'crowd.sessions',
  'crowd.limit',
  'crowd.queue',
  'crowd.factor',
  'crowd.idle',
  'crowd.idleCount',
  'crowd.idleSessions',
  'crowd.by',
] as const;

/** A row with the growth of its counters. */
export interface GrownRow {
  readonly row: StatRow;
  by(column: string): number;
}

/** Half of what it may have at once: it could take as many again. */
const idleShareMax = 0.5;
const namesMax = 4;
/** What one that served nothing is compared as: a factor without an end says no more. */
const factorMax = 100;

/**
 * Requests wait at a server itself only where it was chosen before it was known to be free: by a hash, a cookie or a stick table. What
 * may go anywhere waits at the backend.
 */
export function crowdFacts(grown: readonly GrownRow[]): Record<string, FactValue> {
  const servers = grown.filter(({ row }) => row.type === 'server' && /^(UP|no check)/.test(row.status));
  const waited = servers.filter(({ row }) => (row.number('qcur') ?? 0) > 0);
  const [crowded] = [...waited].sort((one, other) => (other.row.number('qcur') ?? 0) - (one.row.number('qcur') ?? 0));
  const peers = crowded === undefined ? [] : servers.filter((each) => each !== crowded && isFreeBeside(each.row, crowded.row));
  if (crowded === undefined || peers.length === 0) return nobodyIsCrowded;
  const { row } = crowded;
  const backend = grown.find((each) => each.row.type === 'backend' && each.row.proxy === row.proxy)?.row;
  const served = peers.reduce((sum, peer) => sum + perWeight(peer), 0) / peers.length;
  return {
    'crowd.backend': row.proxy,
    'crowd.server': row.name,
    'crowd.sessions': row.number('scur'),
    'crowd.limit': row.number('slim'),
    'crowd.queue': row.number('qcur'),
    'crowd.factor': Math.min(factorMax, perWeight(crowded) / Math.max(served, perWeight(crowded) / factorMax, 1e-9)),
    'crowd.idle': `${peers
      .slice(0, namesMax)
      .map((peer) => peer.row.name)
      .join(', ')}${peers.length > namesMax ? ' …' : ''}`,
    'crowd.idleCount': peers.length,
    'crowd.idleSessions': peers.reduce((sum, peer) => sum + (peer.row.number('scur') ?? 0), 0),
    'crowd.by': choiceOf(backend),
  };
}

const nobodyIsCrowded: Record<string, FactValue> = {
  'crowd.backend': '',
  'crowd.server': '',
  'crowd.sessions': 0,
  'crowd.limit': null,
  'crowd.queue': 0,
  'crowd.factor': 1,
  'crowd.idle': '',
  'crowd.idleCount': 0,
  'crowd.idleSessions': 0,
  'crowd.by': '',
};

function isFreeBeside(row: StatRow, crowded: StatRow): boolean {
  const limit = row.number('slim') ?? crowded.number('scur') ?? 0;
  const isMeantToWork = row.proxy === crowded.proxy && row.text('bck') === '0' && (row.number('weight') ?? 0) > 0;
  return isMeantToWork && (row.number('qcur') ?? 0) === 0 && (row.number('scur') ?? 0) <= limit * idleShareMax;
}

/** What it has served, not what it was asked for: a server that is merely slow has served no more than the others. */
function perWeight({ row, by }: GrownRow): number {
  return by('stot') / Math.max(1, row.number('weight') ?? 1);
}

/** How a server is chosen, in the words of the configuration. Both columns are only told to operators. */
export function choiceOf(backend: StatRow | undefined): string {
  const [algorithm, cookie] = [backend?.text('algo') ?? '', backend?.text('cookie') ?? ''];
  if (algorithm === '') return 'balance? cookie? stick on?';
  if (/^(roundrobin|static-rr|leastconn|first|random)/.test(algorithm)) return cookie === '' ? 'stick on, use-server' : `cookie ${cookie}`;
  return `balance ${algorithm}`;
}
