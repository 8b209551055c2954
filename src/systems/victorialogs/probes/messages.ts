/** Lines that came without a message field: they are counted, and no search for words finds them. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { apiProbe } from '../../http-api/probe.ts';
import type { VictorialogsClient } from '../client.ts';
import { labelsOf } from './streams.ts';

const stepMs = 15_000;
const streamsMax = 200;
/** What is stored for a line without `_msg`; versions before 0.30 stored nothing. */
const isWithout = '_msg:"" or _msg:"missing _msg field"';
const hits = z.looseObject({
  hits: z.array(z.looseObject({ fields: z.record(z.string(), z.string()), timestamps: z.array(z.string()), values: z.array(z.number()) })),
});

interface Counts {
  readonly name: string;
  readonly byTime: ReadonlyMap<number, number>;
}

export const messagesProbe = apiProbe({
  name: 'messages',
  summary: {
    'zh-CN': '缺少 _msg 字段的日志：哪个流、从何时起、正文在哪个字段',
    en: 'lines without the field _msg: of which stream, since when, and which field holds their text',
  },
  parameters: z.strictObject({ minutes: z.number().int().min(5).max(240).default(60) }),
  timeoutMs: 12_000,
  cost: 'moderate',
  hints: 'search|find|_msg|message|field|empty|搜|查不到|找不到|字段|内容|正文|为空',
  query: '/select/logsql/hits?query=_msg:"missing _msg field"&field=_stream&step=15s',
  facts: ['messages.*'],
  async see(client: VictorialogsClient, { minutes }, limit, context) {
    const toMs = context.clock.now();
    const range = { start: new Date(toMs - minutes * 60_000).toISOString(), end: new Date(toMs).toISOString() };
    const count = async (query: string): Promise<readonly Counts[]> => {
      const form = { ...range, query, field: '_stream', fields_limit: String(streamsMax), step: `${String(stepMs / 1_000)}s` };
      return countsOf((await client.json({ path: 'select/logsql/hits', form }, hits, limit)).hits);
    };
    const [all, without] = await Promise.all([count('*'), count(isWithout)]);
    const found = messageFacts(all, without, toMs);
    const stream = String(found['messages.stream']);
    const field = stream === '' ? '' : textFieldOf(await sampleOf(client, `${stream} (${isWithout})`, range, limit), stream);
    const facts: Facts = { 'reach.isOk': true, ...found, 'messages.textField': field };
    const lines = String(facts['messages.without']);
    return {
      headline: {
        'zh-CN':
          stream === '' ? '每行日志都有 _msg' : `${stream} 有 ${lines} 行缺少 _msg 字段${field === '' ? '' : `，正文在 ${field} 字段`}`,
        en:
          stream === ''
            ? 'every line has a _msg'
            : `${lines} lines of ${stream} have no field _msg${field === '' ? '' : `; their text is in the field ${field}`}`,
      },
      facts,
      text: without.map(({ name, byTime }) => `${name.slice(0, 200)}: ${String(sumOf(byTime))} lines without _msg`).join('\n'),
    };
  },
});

/** Pure: the stream with most lines without a message, and how it was before the first of them. */
export function messageFacts(all: readonly Counts[], without: readonly Counts[], nowMs: number) {
  const [worst] = without.toSorted((one, other) => sumOf(other.byTime) - sumOf(one.byTime));
  const total = all.find(({ name }) => name === worst?.name)?.byTime ?? new Map<number, number>();
  const sinceMs = worst === undefined ? null : Math.min(...worst.byTime.keys());
  const within = (isIn: (atMs: number) => boolean): number =>
    [...total].reduce((sum, [atMs, lines]) => (isIn(atMs) ? sum + lines : sum), 0);
  const since = sinceMs === null ? 0 : within((atMs) => atMs >= sinceMs);
  const missing = worst === undefined ? 0 : sumOf(worst.byTime);
  return {
    'messages.without': missing,
    'messages.stream': worst?.name ?? '',
    'messages.withoutSinceSeconds': sinceMs === null ? null : Math.max(0, Math.round((nowMs - sinceMs) / 1_000)),
    'messages.ratioSince': since === 0 ? 0 : Math.min(1, missing / since),
    'messages.linesBefore': sinceMs === null ? 0 : within((atMs) => atMs < sinceMs),
  } satisfies Facts;
}

/** Pure: of one line the field with the longest text, which is no label of its stream. */
export function textFieldOf(line: Readonly<Record<string, unknown>>, stream: string): string {
  const labels = labelsOf(stream);
  const [longest] = Object.entries(line)
    .flatMap(([name, value]) =>
      name.startsWith('_') || name in labels || typeof value !== 'string' ? [] : [{ name, length: value.length }],
    )
    .sort((one, other) => other.length - one.length);
  return longest?.name ?? '';
}

async function sampleOf(
  client: VictorialogsClient,
  query: string,
  range: { readonly start: string; readonly end: string },
  limit: Parameters<VictorialogsClient['json']>[2],
): Promise<Readonly<Record<string, unknown>>> {
  const { text } = await client.text(
    { path: 'select/logsql/query', form: { ...range, query: `${query} | limit 1` }, bodyBytesMax: 65_536 },
    limit,
  );
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text.split('\n')[0] ?? ''));
  } catch {
    return {};
  }
}

function countsOf(given: z.infer<typeof hits>['hits']): readonly Counts[] {
  return given
    .map(({ fields, timestamps, values }) => ({
      name: fields._stream ?? '',
      byTime: new Map(timestamps.map((at, index) => [Date.parse(at), values[index] ?? 0])),
    }))
    .filter(({ name, byTime }) => name !== '' && byTime.size > 0);
}

function sumOf(byTime: Counts['byTime']): number {
  return [...byTime.values()].reduce((sum, each) => sum + each, 0);
}
