import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AlertSource, alertSourcesConfig } from '../../../src/config/alert-sources.ts';
import { ZhibanError } from '../../../src/domain/errors.ts';
import type { FeedContext, FeedMessage, RunFeed } from '../../../src/intake/feeds/contract.ts';
import { deliver } from '../../../src/intake/feeds/deliver.ts';
import { createFeeds } from '../../../src/intake/feeds/feeds.ts';
import { createEvaluator } from '../../../src/intake/mapping/evaluator.ts';
import { createReadMessage } from '../../../src/intake/read-message.ts';
import { createSourceTallies } from '../../../src/intake/source-tallies.ts';
import type { Store } from '../../../src/store/contract.ts';
import { until } from '../../support/child.ts';
import { openMemoryStore } from '../../support/fresh-database.ts';
import { systemClock } from '../../support/system-clock.ts';

const evaluator = createEvaluator();
let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
  await store.ensureTenant('t1', 't1');
});
after(async () => {
  await evaluator.close();
  await store.close();
});

const clock = {
  now: () => Date.now(),
  sleep: (_ms: number, signal?: AbortSignal) => sleep(5, undefined, signal === undefined ? {} : { signal }),
};
const contextAt = () => ({ now: '', jsonMapping: null, utcOffset: '+08:00', groupBy: [], resolveTimeoutMs: 1 });
const given = { name: 'bus', kind: 'kafka', brokers: ['127.0.0.1:1'], topics: ['t'], mapping: { name: 'name' } };
const [source] = alertSourcesConfig.parse([given]);
const message = (body: unknown, at: string | null = null): FeedMessage => ({
  raw: JSON.stringify(body),
  body,
  problem: null,
  meta: {},
  at,
});

function bench(run: RunFeed, take: (names: readonly string[]) => void = () => {}) {
  let configured: readonly AlertSource[] = [];
  const deps = {
    ...{ tenantId: 't1', store, clock, count: () => {}, log: { warn: () => {} }, resolveSecret: () => '', run },
    tallies: createSourceTallies(clock),
    read: createReadMessage({ evaluator, contextAt, locale: () => 'en' }),
    intake: {
      take: async (
        _tenant: string,
        alerts: readonly { readonly labels: Readonly<Record<string, string>>; readonly startsAt: string }[],
      ) => {
        take(alerts.map(({ labels }) => labels.alertname ?? ''));
        return { accepted: alerts.length, incidentIds: [] };
      },
    },
    configured: {
      list: () => configured,
      find: (name: string) => configured.find((each) => each.name === name) ?? null,
      parse: async () => [],
    },
  };
  const feeds = createFeeds(deps);
  const configure = async (list: readonly object[]): Promise<void> => {
    configured = alertSourcesConfig.parse(list);
    await feeds.follow();
  };
  return { deps, feeds, configure };
}

const untilAborted = ({ signal }: FeedContext): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

test('createFeeds() begins a source anew that fails, tells why, and one that is refused apart', async () => {
  let begun = 0;
  const { feeds, configure } = bench(async (_source, context) => {
    begun += 1;
    if (begun === 1) throw new Error('connection refused');
    if (begun === 2) throw new ZhibanError('invalid', 'Cannot read the secret from env X: the variable is not set');
    context.connected();
    await untilAborted(context);
  });
  const seen: string[] = [];
  const watching = setInterval(() => seen.push(`${feeds.states().get('bus')?.state}: ${feeds.states().get('bus')?.reason?.en}`), 1);

  await configure([given]);
  await until(() => feeds.states().get('bus')?.state === 'up', 'it is up');
  clearInterval(watching);
  await feeds.stop();

  assert.equal(begun, 3);
  assert.ok(seen.includes('down: connection refused'));
  assert.ok(seen.some((each) => each.startsWith('refused: Cannot read the secret')));
});

test('createFeeds() follows the configuration: a mapping at once, an address by beginning anew, and what is gone ends', async () => {
  const begun: string[] = [];
  const ended: string[] = [];
  let last: FeedContext | null = null;
  const taken: string[] = [];
  const { feeds, configure } = bench(
    async (each, context) => {
      begun.push(each.kind === 'kafka' ? each.topics.join() : '');
      last = context;
      context.connected();
      await untilAborted(context);
      ended.push(each.name);
    },
    (names) => taken.push(...names),
  );

  await configure([given]);
  await configure([{ ...given, mapping: { name: '"new " & name' } }]);
  await (last as unknown as FeedContext).deliver([message({ name: 'a' })]);
  await configure([{ ...given, topics: ['other'] }]);
  await configure([]);
  await feeds.stop();

  assert.deepEqual([begun, ended, taken], [['t', 'other'], ['bus', 'bus'], ['new a']]);
});

test('deliver() returns once all is stored, tries again while it can’t be, and sets aside what never can', async () => {
  assert.ok(source);
  let calls = 0;
  const taken: string[] = [];
  const { deps } = bench(
    async () => {},
    (names) => {
      calls += 1;
      if (calls < 3) throw new Error('the disk is full');
      if (names.includes('poison')) throw new ZhibanError('invalid', 'The database can’t hold the value');
      taken.push(...names);
    },
  );

  await deliver(
    deps,
    source,
    [message({ name: 'a' }), message({ name: 'poison' }), message({}), message({ name: 'b' })],
    new AbortController().signal,
  );

  assert.deepEqual(taken, ['a', 'b']);
  const tally = deps.tallies.of('kafka/bus');
  assert.deepEqual([tally.received, tally.alerts, tally.failed], [4, 2, 2]);
  assert.deepEqual(await store.forTenant('t1').unread.counts(), { 'kafka/bus': 2 });
});

test('deliver() gives up with the signal, so that nothing is acknowledged', async () => {
  assert.ok(source);
  const ending = new AbortController();
  const { deps } = bench(
    async () => {},
    () => {
      ending.abort();
      throw new Error('the disk is full');
    },
  );

  await assert.rejects(deliver(deps, source, [message({ name: 'a' })], ending.signal), { name: 'AbortError' });
});
