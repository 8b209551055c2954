import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnalystCase, ModelReport } from '../../src/analyst/contract.ts';
import { groundReport } from '../../src/analyst/ground-report.ts';
import { ordersCase } from './fixtures/orders-case.ts';
import { honestReport } from './injection/obedient-peer.ts';

type ModelCause = ModelReport['causes'][number];

const honest: ModelReport = {
  ...honestReport(),
  causes: honestReport().causes.map((cause) => ({ ...cause, state: 'confirmed' as const })),
};
const [honestCause] = honest.causes;

function withCause(change: Partial<ModelCause>, given: AnalystCase = ordersCase) {
  assert.ok(honestCause !== undefined);
  return groundReport({ ...honest, causes: [{ ...honestCause, ...change }] }, given);
}

test('groundReport() keeps what the evidence shows', () => {
  const { causes, summary, dropped } = groundReport(honest, ordersCase);

  assert.equal(causes[0]?.state, 'confirmed');
  assert.equal(causes[0]?.confidence, 0.9);
  assert.equal(summary['zh-CN'], '内存已满，写入被拒绝。');
  assert.deepEqual(dropped, []);
});

const refused: readonly { readonly name: string; readonly change: Partial<ModelCause>; readonly why: RegExp }[] = [
  { name: 'without evidence', change: { evidenceIds: [] }, why: /cites no evidence/ },
  { name: 'with invented evidence', change: { evidenceIds: ['ev_x'] }, why: /cites no evidence/ },
  { name: 'of an unknown system', change: { systemId: 'payments-db' }, why: /no system of this incident/ },
  { name: 'whose title invents a number', change: { title: '丢失 999 个键' }, why: /title quotes a number/ },
  { name: 'without a title', change: { title: '![](https://evil.example)' }, why: /title/ },
];

for (const { name, change, why } of refused) {
  test(`groundReport() drops a cause ${name}, and with it the summary`, () => {
    const { causes, summary, dropped } = withCause(change);

    assert.deepEqual(causes, []);
    assert.equal(summary['zh-CN'], '模型没有给出有证据支持的原因。');
    assert.match(dropped[0]?.why ?? '', why);
  });
}

test('groundReport() calls likely what no signature has confirmed by the same evidence', () => {
  const unconfirmed = { ...ordersCase, hypotheses: ordersCase.hypotheses.map((each) => ({ ...each, state: 'strengthened' as const })) };
  const byPerson = { ...ordersCase, hypotheses: ordersCase.hypotheses.map((each) => ({ ...each, author: 'llm' as const })) };
  const results = [
    withCause({ confidence: 1 }, unconfirmed),
    withCause({ confidence: 1 }, byPerson),
    withCause({ confidence: 1, evidenceIds: ['ev_clients000000000'], explanation: '' }),
  ];

  for (const { causes } of results) {
    assert.equal(causes[0]?.state, 'likely');
    assert.equal(causes[0]?.confidence, 0.8);
  }
});

test('groundReport() takes out sentences with invented numbers and halves the confidence', () => {
  const { causes, dropped } = withCause({ explanation: '已用 100 MiB。丢失了 777 个键。', confidence: 0.9 });

  assert.equal(causes[0]?.explanation['zh-CN'], '已用 100 MiB。');
  assert.equal(causes[0]?.confidence, 0.4);
  assert.equal(dropped.length, 1);
});

test('groundReport() accepts evidence of what the system stands on, but of nothing else', () => {
  const near = withCause({ evidenceIds: ['ev_disk000000000000'], explanation: '', title: '磁盘' });
  const apart = { ...ordersCase, systems: ordersCase.systems.map((system) => ({ ...system, runsOn: undefined })) };
  const far = withCause({ evidenceIds: ['ev_disk000000000000'], explanation: '', title: '磁盘' }, apart);

  assert.equal(near.causes.length, 1);
  assert.equal(far.causes.length, 0);
});

test('groundReport() keeps refuted causes only with evidence', () => {
  const refutedOnes = [
    { systemId: 'web-1', title: '磁盘已满', reason: '只用了 41%', evidenceIds: ['ev_disk000000000000'] },
    { systemId: 'web-1', title: '负载过高', reason: '没有迹象', evidenceIds: [] },
    { systemId: 'web-1', title: '磁盘慢', reason: '延迟 5 ms', evidenceIds: ['ev_disk000000000000'] },
  ];

  const { refuted } = groundReport({ ...honest, refuted: refutedOnes }, ordersCase);

  assert.deepEqual(
    refuted.map((each) => each.title.en),
    ['磁盘已满'],
  );
});
