import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concludeOffline, type OfflineInput } from '../../src/analyst/offline.ts';
import type { Evidence, LookStatus } from '../../src/domain/evidence.ts';
import type { Hypothesis } from '../../src/domain/signature.ts';
import { sameText } from '../../src/domain/text.ts';

const at = '2026-01-02T03:04:05.000Z';

function evidence(systemId: string, status: LookStatus = 'ok', more: Partial<Evidence> = {}): Evidence {
  const base = {
    id: `ev_${systemId}_${status}`,
    incidentId: 'inc_1',
    systemId,
    probe: 'memory',
    parameters: {},
    round: 1,
    startedAt: at,
    durationMs: 5,
  };
  return { ...base, isTruncated: false, status, headline: sameText('looked'), facts: {}, query: 'INFO', text: '', ...more };
}

function hypothesis(state: Hypothesis['state'], more: Partial<Hypothesis> = {}): Hypothesis {
  const id = more.signatureId ?? 'redis.memory-full';
  const base = {
    id: `cache:${id}`,
    systemId: 'cache',
    signatureId: id,
    state,
    confidence: 0.9,
    title: sameText(id),
    explanation: sameText('It is so.'),
  };
  return {
    ...base,
    advice: null,
    evidenceFor: ['ev_cache_ok'],
    evidenceAgainst: [],
    refutedBy: null,
    missingProbes: [],
    author: 'offline',
    ...more,
  };
}

function conclude(more: Partial<OfflineInput>) {
  const base = { hypotheses: [], symptomIds: new Set<string>(), evidence: [evidence('cache')], namedSystemIds: ['cache'], at };
  return concludeOffline({ ...base, origin: 'alert', isPartial: false, ...more });
}

test('concludeOffline() calls a confirmed cause confirmed and cites its evidence', () => {
  const verdict = conclude({ hypotheses: [hypothesis('confirmed')] });

  assert.equal(verdict.state, 'confirmed');
  assert.deepEqual(verdict.causes[0]?.evidenceIds, ['ev_cache_ok']);
  assert.equal(verdict.analyst, 'offline');
});

test('concludeOffline() leaves possible causes out beside a confirmed one', () => {
  const verdict = conclude({ hypotheses: [hypothesis('confirmed'), hypothesis('strengthened', { signatureId: 'redis.big-key' })] });

  assert.deepEqual(
    verdict.causes.map((cause) => cause.signatureId),
    ['redis.memory-full'],
  );
});

test('concludeOffline() tells what is likely at another service that the question names, and nothing of a machine', () => {
  const elsewhere = (signatureId: string) =>
    hypothesis('strengthened', { id: `other:${signatureId}`, systemId: 'other', signatureId, relation: 'direct' });
  const told = (origin: OfflineInput['origin'], signatureId: string) =>
    conclude({ hypotheses: [hypothesis('confirmed'), elsewhere(signatureId)], origin, question: '?', namedSystemIds: ['cache', 'other'] });
  const idsOf = ({ causes }: ReturnType<typeof conclude>) => causes.map(({ signatureId }) => signatureId);

  assert.deepEqual(idsOf(told('question', 'http.log-permission-denied')), ['redis.memory-full', 'http.log-permission-denied']);
  assert.deepEqual(idsOf(told('question', 'host.cpu-hog')), ['redis.memory-full']);
  assert.deepEqual(idsOf(told('alert', 'http.log-permission-denied')), ['redis.memory-full']);
});

test('concludeOffline() calls a confirmed symptom likely, and puts it before a cause that is only possible', () => {
  const hypotheses = [
    hypothesis('confirmed', { signatureId: 'http.server-error' }),
    hypothesis('strengthened', { signatureId: 'http.no-answer' }),
  ];

  const verdict = conclude({ hypotheses, symptomIds: new Set(['http.server-error']) });

  assert.equal(verdict.state, 'likely');
  assert.deepEqual(
    verdict.causes.map((cause) => [cause.signatureId, cause.state]),
    [
      ['http.server-error', 'likely'],
      ['http.no-answer', 'likely'],
    ],
  );
});

test('concludeOffline() does not answer with what the question says itself, and tells that it is so', () => {
  const told = hypothesis('confirmed', { signatureId: 'http.unavailable' });
  const restatedIds = new Set(['http.unavailable']);

  const open = conclude({ hypotheses: [told], restatedIds });
  const answered = conclude({ hypotheses: [told, hypothesis('confirmed')], restatedIds });

  assert.deepEqual([open.state, open.causes], ['unknown', []]);
  assert.match(open.summary.en, /What you describe is so \(cache\)/);
  assert.deepEqual([answered.state, ...answered.causes.map(({ signatureId }) => signatureId)], ['confirmed', 'redis.memory-full']);
});

test('concludeOffline() keeps, behind the confirmed causes, a symptom that none of them explains and that is nearer to what was told', () => {
  const confirmed = (signatureId: string): Hypothesis => hypothesis('confirmed', { signatureId });
  const causes = ['redis.big-key', 'redis.client-leak', 'redis.slow-fork'].map(confirmed);
  const [near, far] = [confirmed('redis.disk-full'), confirmed('redis.cold')];

  const verdict = conclude({ hypotheses: [near, ...causes, far], symptomIds: new Set(['redis.disk-full', 'redis.cold']) });

  assert.equal(verdict.state, 'confirmed');
  assert.deepEqual(
    verdict.causes.map((cause) => [cause.signatureId, cause.state]),
    [
      ['redis.big-key', 'confirmed'],
      ['redis.client-leak', 'confirmed'],
      ['redis.disk-full', 'likely'],
    ],
  );
});

test('concludeOffline() never accuses what nothing ties to the incident, and says it on the side', () => {
  const verdict = conclude({ hypotheses: [hypothesis('confirmed', { systemId: 'box', relation: 'aside' })], origin: 'question' });

  assert.equal(verdict.state, 'healthy');
  assert.deepEqual(verdict.causes, []);
  assert.match(verdict.summary.en, /Also seen, not tied to this: box/);
  assert.match(verdict.summary['zh-CN'], /另外看到/);
});

const states: readonly [string, Partial<OfflineInput>, string][] = [
  ['a question about what looks well', { origin: 'question' }, 'healthy'],
  [
    'an alert whose faults were looked for and not found',
    { hypotheses: [hypothesis('refuted', { evidenceFor: [], evidenceAgainst: ['ev_cache_ok'] })] },
    'healthy',
  ],
  ['an alert that names no fault we know', {}, 'unknown'],
  ['an alert of more load than usual', { claim: 'cache takes twice as many commands as an hour ago' }, 'healthy'],
  ['an alert of more load than usual, in Chinese', { claim: 'cache 的请求量比昨天高三倍' }, 'healthy'],
  ['an alert of more load that goes wrong', { claim: 'cache answers more requests with errors than usual' }, 'unknown'],
  [
    'an alert of more load while a fault could not be looked for',
    { claim: 'twice as many commands', hypotheses: [hypothesis('suspected', { missingProbes: ['memory'] })] },
    'unknown',
  ],
  [
    'a “why” about nothing that it looks after',
    {
      origin: 'question',
      question: 'why do customers see wrong prices?',
      namedSystemIds: [],
      hypotheses: [hypothesis('refuted')],
    },
    'unknown',
  ],
  [
    'a complaint about nothing that it looks after',
    { origin: 'question', question: 'prices on invoices are wrong', namedSystemIds: [], hypotheses: [hypothesis('refuted')] },
    'unknown',
  ],
  [
    'a question about nothing that it looks after',
    { origin: 'question', question: 'are the prices on invoices right?', namedSystemIds: [] },
    'unknown',
  ],
  ['a question about everything', { origin: 'question', question: 'is everything fine?', namedSystemIds: [] }, 'healthy'],
  [
    'an error that somebody was given, though no look shows it',
    { claim: "INSERT command denied to user 'app' (1142)", hypotheses: [hypothesis('refuted')] },
    'unknown',
  ],
  [
    'an error that somebody was given, asked why',
    { origin: 'question', question: 'cache 为什么报错 NOPERM？', hypotheses: [hypothesis('refuted')] },
    'unknown',
  ],
  [
    'a “why” of a night that is over, whose faults are not there now',
    { origin: 'question', question: 'why was cache slow last night?', hypotheses: [hypothesis('refuted')] },
    'unknown',
  ],
  ['a “why” that names no fault we know', { origin: 'question', question: 'cache 为什么不对劲？' }, 'unknown'],
  [
    'a “why” whose faults were looked for and not found',
    { origin: 'question', question: 'why is cache full?', hypotheses: [hypothesis('refuted')] },
    'healthy',
  ],
  [
    'a fault whose look was not taken',
    { origin: 'question', hypotheses: [hypothesis('suspected', { missingProbes: ['memory'] })] },
    'unknown',
  ],
  [
    'a fault that nothing there tells of, asked whether all is well',
    { origin: 'question', hypotheses: [hypothesis('suspected')] },
    'healthy',
  ],
  [
    'a fault that nothing there tells of, asked why',
    { origin: 'question', question: 'why is cache full?', hypotheses: [hypothesis('suspected')] },
    'unknown',
  ],
  [
    'a fault that a member can’t tell of, and that the one that can has ruled out',
    { namedSystemIds: ['cache', 'leader'], hypotheses: [hypothesis('suspected'), hypothesis('refuted', { systemId: 'leader' })] },
    'healthy',
  ],
  ['a system in scope that does not answer', { origin: 'question', evidence: [evidence('cache', 'unreachable')] }, 'unknown'],
  [
    'a look that the account may not take',
    { origin: 'question', evidence: [evidence('cache'), evidence('cache', 'denied', { probe: 'acl' })] },
    'healthy',
  ],
  [
    'a system out of scope that does not answer',
    { origin: 'question', evidence: [evidence('cache'), evidence('other', 'timeout')] },
    'healthy',
  ],
  ['a budget that ran out', { origin: 'question', isPartial: true }, 'unknown'],
  ['nothing looked at', { origin: 'question', evidence: [] }, 'unknown'],
];

for (const [name, input, state] of states) {
  test(`concludeOffline() calls ${name} ${state}`, () => {
    assert.equal(conclude(input).state, state);
  });
}

test('concludeOffline() lists each blind spot once, by its newest look', () => {
  const verdict = conclude({
    evidence: [
      evidence('cache', 'timeout', { reason: 'late' }),
      evidence('cache', 'ok', { id: 'ev_2', startedAt: '2026-01-02T03:05:00.000Z' }),
      evidence('box', 'denied', { reason: 'no right' }),
    ],
  });

  assert.deepEqual(verdict.blindSpots, [{ systemId: 'box', probe: 'memory', status: 'denied', reason: 'no right' }]);
});

test('concludeOffline() names the moment at which a series moved when nothing explains it', () => {
  const times = Array.from({ length: 40 }, (_, index) => Date.parse(at) + index * 60_000);
  const values = times.map((_, index) => (index < 20 ? 10 : 30) + (index % 2) * 0.1);
  const series = [{ name: 'latency', unit: 'ms', times, values }];

  const verdict = conclude({ evidence: [evidence('cache', 'ok', { series })] });

  assert.match(verdict.summary.en, /latency of cache moved from about 10(\.\d+)? to 30(\.\d+)? at 03:24 UTC/);
});

test('concludeOffline() says of a machine that nobody told of that it is none of those looked after, and accuses nobody else', () => {
  const verdict = conclude({ hypotheses: [hypothesis('confirmed')], namedSystemIds: [], strangers: ['web-9'] });

  assert.deepEqual([verdict.state, verdict.causes], ['unknown', []]);
  for (const text of Object.values(verdict.summary))
    assert.match(text, /web-9.*kind: ssh.*systems.*hostname: web-9|web-9.*systems.*kind: ssh.*hostname: web-9/s);
});

test('concludeOffline() says that the target of the alert is not looked after, and calls it not well for another of its kind', () => {
  const found = conclude({ hypotheses: [hypothesis('confirmed')], namedSystemIds: ['cache'], unattended: ['cache-9:6379'] });
  const well = conclude({ hypotheses: [hypothesis('refuted')], evidence: [evidence('cache', 'ok')], namedSystemIds: ['cache'] });
  const other = conclude({
    ...{ hypotheses: [hypothesis('refuted')], evidence: [evidence('cache', 'ok')] },
    ...{ namedSystemIds: ['cache'], unattended: ['cache-9:6379'] },
  });

  assert.deepEqual([found.state, well.state, other.state], ['confirmed', 'healthy', 'unknown']);
  for (const { summary } of [found, other]) for (const text of Object.values(summary)) assert.match(text, /cache-9:6379.*cache.*hostname/s);
});
