/** Every sentinel of this primary, asked one by one: one alone only knows what it sees itself. */

import { z } from 'zod';
import type { RedisClient, RedisCommand } from '../client.ts';
import type { RedisLimit } from '../connection.ts';
import { RedisFailure } from '../failure.ts';
import { infoText, readInfo } from '../info.ts';
import { addressOf, type Place, placeOf } from '../place.ts';
import { listOf, pairsOf, textOf } from '../reply.ts';
import { redisProbe, type Seen } from './redis-probe.ts';
import { type SentinelView, sentinelFacts, unreachedView, viewOf } from './sentinel-facts.ts';

/** Five are many already. */
const sentinelsMax = 9;
const askWithinMs = 3_000;

export const sentinelsProbe = redisProbe({
  name: 'sentinels',
  summary: {
    'zh-CN': '逐个询问哨兵：是否一致、能否切换、最近的切换',
    en: 'each sentinel’s view: do they agree, could they fail over, when did they last',
  },
  parameters: z.strictObject({}),
  timeoutMs: 12_000,
  cost: 'cheap',
  hints: 'sentinel|failover|quorum|split.?brain|primary|哨兵|切换|脑裂|法定票|主库',
  query: 'SENTINEL MASTER | REPLICAS | SENTINELS | CKQUORUM <name>, of each sentinel',
  async see(client, _given, _context, limit) {
    const watch = await findWatch(client, limit);
    if (watch === null) return unwatched;
    const first = await askAll(client, watch.sentinels, watch.masterName, limit);
    const further = unasked(first, watch.sentinels).slice(0, Math.max(0, sentinelsMax - first.length));
    const views = [...first, ...(await askAll(client, further, watch.masterName, limit))];
    return seenOf(watch.masterName, views);
  },
});

const unwatched: Seen = {
  headline: { 'zh-CN': '未声明哨兵', en: 'no sentinels declared' },
  facts: { 'sentinels.isWatched': false },
  text: 'no sentinels declared',
};

interface Watch {
  readonly masterName: string;
  readonly sentinels: readonly Place[];
}

/** Declared ones, or the sentinel that the address itself leads to; null when there is neither. */
async function findWatch(client: RedisClient, limit: RedisLimit): Promise<Watch | null> {
  const { sentinels, masterName } = client.declared;
  if (sentinels.length > 0) return { masterName, sentinels };
  if (infoText(await readInfo(client, limit), 'redis_mode') !== 'sentinel') return null;
  const masters = listOf(await client.call(['SENTINEL', 'MASTERS'], limit)).map((each) => pairsOf(each));
  const isDown = (fields: (typeof masters)[number]): boolean => /_down/.test(textOf(fields.get('flags')));
  const shown = masters.find(isDown) ?? masters[0];
  return shown === undefined ? null : { masterName: textOf(shown.get('name')), sentinels: [placeOf(client.address)] };
}

export async function askAll(
  client: RedisClient,
  sentinels: readonly Place[],
  masterName: string,
  limit: RedisLimit,
): Promise<readonly SentinelView[]> {
  return Promise.all(sentinels.slice(0, sentinelsMax).map((place) => ask(client, place, masterName, limit)));
}

async function ask(client: RedisClient, place: Place, masterName: string, limit: RedisLimit): Promise<SentinelView> {
  const questions = ['MASTER', 'REPLICAS', 'SENTINELS', 'CKQUORUM'].map((each): RedisCommand => ['SENTINEL', each, masterName]);
  const short = { timeoutMs: askWithinMs, signal: limit.signal };
  try {
    // What the address of the entry leads to is a sentinel with the entry's own login; declared ones have theirs.
    const as = client.declared.sentinels.length > 0 ? 'sentinel' : 'member';
    const answers = await client.visit(place, as, short, (calls) => calls.callAll([...questions, ['INFO']], short));
    return viewOf(addressOf(place), answers);
  } catch (error) {
    if (!(error instanceof RedisFailure) || error.problem === 'stopped') throw error;
    return unreachedView(addressOf(place), error.problem);
  }
}

/** Sentinels that others know of and that nobody has asked yet. */
function unasked(views: readonly SentinelView[], asked: readonly Place[]): readonly Place[] {
  const known = new Set([...asked.map(addressOf), ...views.map((view) => view.address)]);
  return [...new Set(views.flatMap((view) => view.sentinelAddresses))].filter((each) => !known.has(each)).map(placeOf);
}

function seenOf(masterName: string, views: readonly SentinelView[]): Seen {
  const facts = sentinelFacts(masterName, views);
  const [reached, known] = [String(facts['sentinels.reached']), String(facts['sentinels.known'])];
  const primary = String(facts['sentinels.primary']) || '?';
  const [word, english] = facts['sentinels.hasQuorum'] === true ? ['票数足够', 'quorum met'] : ['票数不足', 'no quorum'];
  const down = facts['sentinels.isPrimaryDown'] === true;
  return {
    headline: {
      'zh-CN': `${masterName}：可达哨兵 ${reached}/${known}，${word}，主库 ${primary}${down ? '（已判定下线）' : ''}，可用从库 ${String(facts['sentinels.usableReplicas'])}`,
      en: `${masterName}: ${reached} of ${known} sentinels reached, ${english}, primary ${primary}${down ? ' (down)' : ''}, ${String(facts['sentinels.usableReplicas'])} replicas fit to take over`,
    },
    facts,
    text: views.map(printView).join('\n'),
  };
}

function printView(view: SentinelView): string {
  if (!view.isReached) return `${view.address}: not reached (${view.problem})`;
  if (!view.knowsMaster) return `${view.address}: ${view.problem}`;
  return `${view.address}: primary ${view.master} flags=${view.flags.join(',')} epoch=${String(view.epoch)} quorum=${String(view.quorum)} other-sentinels=${String(view.otherSentinels)} replicas=${String(view.usableReplicas)}/${String(view.replicas)} ${view.quorumText}`;
}
