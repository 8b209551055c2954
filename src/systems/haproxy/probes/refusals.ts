/** Answers of 4xx: which backend gives them, and whether one of its servers gives them alone. */

import type { FactValue } from '../../../domain/evidence.ts';
import type { GrownRow } from './crowd.ts';

export const refusalFactNames = [
  'refused.count',
  'refused.ratio',
  'refused.backend',
  'refused.backendRatio',
  'refused.server',
  'refused.serverRatio',
  'refused.serverShare',
  'refused.peersRatio',
  'refused.peers',
] as const;

/** Without what HAProxy refuses by itself: that shows in no server. */
export function refusalFacts(grown: readonly GrownRow[]): Record<string, FactValue> {
  const servers = grown.filter(({ row }) => row.type === 'server');
  const [worst] = [...servers].sort((one, other) => other.by('hrsp_4xx') - one.by('hrsp_4xx'));
  const peers = servers.filter((each) => each !== worst && each.row.proxy === worst?.row.proxy && answered(each) > 0);
  const isAny = worst !== undefined && worst.by('hrsp_4xx') > 0;
  return {
    'refused.count': total(servers, 'hrsp_4xx'),
    'refused.ratio': ratio(servers),
    'refused.backend': isAny ? worst.row.proxy : '',
    'refused.backendRatio': isAny ? ratio([worst, ...peers]) : 0,
    'refused.server': isAny ? `${worst.row.proxy}/${worst.row.name}` : '',
    'refused.serverRatio': isAny ? ratio([worst]) : 0,
    'refused.serverShare': isAny ? worst.by('hrsp_4xx') / Math.max(1, total([worst, ...peers], 'hrsp_4xx')) : 0,
    'refused.peersRatio': ratio(peers),
    'refused.peers': isAny ? peers.length : 0,
  };
}

function ratio(rows: readonly GrownRow[]): number {
  return (
    total(rows, 'hrsp_4xx') /
    Math.max(
      1,
      rows.reduce((sum, row) => sum + answered(row), 0),
    )
  );
}

function answered(row: GrownRow): number {
  return ['hrsp_1xx', 'hrsp_2xx', 'hrsp_3xx', 'hrsp_4xx', 'hrsp_5xx'].reduce((sum, column) => sum + row.by(column), 0);
}

function total(rows: readonly GrownRow[], column: string): number {
  return rows.reduce((sum, row) => sum + row.by(column), 0);
}
