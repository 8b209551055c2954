/** The same silences, rules and alerts for a real Alertmanager and for us: what either keeps back, and by which silence, is the same. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { type Harness, startHarness, tokens } from '../../api/harness.ts';
import { type AlertmanagerServer, startAlertmanager } from '../../support/prometheus.ts';

const rules = [
  { source: ['severity="critical"'], target: ['severity="warning"'], equal: ['cluster'] },
  { source: ['alertname="Down"'], target: ['severity=~"warning|info"'], equal: ['cluster', 'az'] },
  { source: ['kind=~"a|b"', 'severity="info"'], target: ['kind=~"b|c"', 'severity!="critical"'], equal: ['cluster'] },
];
/** What inhibits comes first: an Alertmanager waits before it tells, we don't. */
const stages: readonly ((labels: Labels) => boolean)[] = [
  ({ severity }) => severity === 'critical',
  ({ alertname }) => alertname === 'Down',
  ({ kind }) => kind === 'a',
  ({ kind }) => kind === 'b',
  () => true,
];

type Labels = Readonly<Record<string, string>>;

let harness: Harness;
let ours: string;
let theirs: AlertmanagerServer;
before(async () => {
  harness = await startHarness();
  ours = await harness.listen();
  const inhibitRules = rules.map(({ source, target, equal }) => ({ source_matchers: source, target_matchers: target, equal }));
  theirs = await startAlertmanager({ webhookUrl: 'http://127.0.0.1:9/', groupWait: '1h', inhibitRules });
});
after(async () => {
  await theirs.stop();
  await harness.close();
});

async function ask(url: string, path: string, token: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${url}${path}`, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  assert.equal(answer.status, 200, `${path} ${text}`);
  return text === '' ? null : JSON.parse(text);
}

const both = async (path: string, token: string, body?: unknown) => [
  await ask(ours, path, token, body),
  await ask(theirs.url, path, token, body),
];

const maybe = (...values: readonly string[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
const labelsOf = fc
  .record({
    alertname: fc.constantFrom('Down', 'Lag', 'Full', 'Slow'),
    severity: fc.constantFrom('critical', 'warning', 'info'),
    cluster: maybe('c1', 'c2', 'c3', 'c4', 'c5', 'c6'),
    az: maybe('x', 'y'),
    kind: maybe('a', 'b', 'c'),
    instance: fc.constantFrom('i-1', 'i-2', 'db.1:5432', '中文'),
  })
  .filter(({ alertname, kind }) => alertname !== 'Down' || kind === undefined)
  .filter(({ severity, kind }) => severity !== 'critical' || kind === undefined)
  // Else everything would be inhibited.
  .filter(({ severity, cluster }) => severity !== 'critical' || cluster === 'c1' || cluster === undefined)
  .filter(({ alertname, cluster }) => alertname !== 'Down' || cluster === 'c2' || cluster === 'c3');
const matcher = fc.oneof(
  fc.record({
    name: fc.constantFrom('alertname', 'cluster', 'az', 'kind', 'instance', 'missing'),
    value: fc.constantFrom('Lag', 'c1', 'x', 'a', 'i-1', '', '中文'),
    isRegex: fc.constant(false),
    isEqual: fc.boolean(),
  }),
  fc.record({
    name: fc.constantFrom('alertname', 'cluster', 'instance', 'kind', 'missing'),
    value: fc.constantFrom('L.*', 'c[1-3]', 'i-\\d', 'db.1.*', '.+', '.*', '', 'a|b', '(?i)LAG', '\\p{Han}+'),
    isRegex: fc.constant(true),
    isEqual: fc.boolean(),
  }),
);
const anchor = fc.constantFrom('Lag', 'Full', 'Slow', 'Down').map((value) => ({ name: 'alertname', value, isRegex: false, isEqual: true }));
const silenceOf = fc.tuple(anchor, fc.array(matcher, { minLength: 1, maxLength: 2 })).map(([first, more]) => [first, ...more]);

interface Got {
  readonly labels: Labels;
  readonly status: { readonly state: string; readonly silencedBy: readonly string[]; readonly inhibitedBy: readonly string[] };
}

/** By labels: the state, the comments of the silences, and whether anything inhibits. */
async function stateOf(url: string): Promise<ReadonlyMap<string, readonly unknown[]>> {
  const silences = (await ask(url, '/api/v2/silences', tokens.admin)) as readonly { readonly id: string; readonly comment: string }[];
  const comments = new Map(silences.map(({ id, comment }) => [id, comment]));
  const alerts = (await ask(url, '/api/v2/alerts', tokens.admin)) as readonly Got[];
  return new Map(
    alerts.map(({ labels, status }) => [
      JSON.stringify(Object.entries(labels).sort()),
      [status.state === 'active', status.silencedBy.map((id) => comments.get(id)).sort(), status.inhibitedBy.length > 0],
    ]),
  );
}

test('a stream of alerts is silenced and inhibited as a real Alertmanager does it', async () => {
  const seed = 2_026;
  const inhibitions = rules.map((rule, index) => ({ id: `rule-${index}`, ...rule }));
  await ask(ours, '/api/v1/rules', tokens.admin, { book: { inhibitions, topology: { isOn: false }, flapping: { isOn: false } } });
  const now = Date.now();
  const times = { startsAt: new Date(now - 1_000).toISOString(), endsAt: new Date(now + 3_600_000).toISOString(), createdBy: 'test' };
  for (const [index, matchers] of fc.sample(silenceOf, { seed, numRuns: 10 }).entries()) {
    await both('/api/v2/silences', tokens.admin, { matchers, comment: `silence ${index}`, ...times });
  }
  const unique = new Map(
    fc.sample(labelsOf, { seed, numRuns: 160 }).map((labels) => [JSON.stringify(labels), JSON.parse(JSON.stringify(labels)) as Labels]),
  );
  const rest = new Set(unique.values());
  for (const isNow of stages) {
    const stage = [...rest].filter(isNow);
    for (const labels of stage) rest.delete(labels);
    const body = stage.map((labels) => ({ labels, startsAt: times.startsAt, endsAt: times.endsAt }));
    if (body.length === 0) continue;
    await ask(theirs.url, '/api/v2/alerts', tokens.hook, body);
    await ask(ours, '/api/v2/alerts', tokens.hook, body);
  }

  const [expected, found] = [await stateOf(theirs.url), await stateOf(ours)];

  assert.equal(expected.size, unique.size);
  assert.ok([...expected.values()].filter(([isActive]) => isActive === true).length > 5);
  assert.ok([...expected.values()].filter(([, by]) => Array.isArray(by) && by.length > 0).length > 5);
  assert.ok([...expected.values()].filter(([, , isInhibited]) => isInhibited === true).length > 5);
  for (const [labels, state] of expected) assert.deepEqual(found.get(labels), state, labels);
});
