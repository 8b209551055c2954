import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ladderFor, stepsOf } from '../../src/oncall/ladder.ts';

const usual = { name: 'a', match: {}, startAfterMs: 0, levels: [], repeat: 0, stillOnItMs: null, answerWithinMs: null, quietHours: null };

it('stepsOf() goes through the means of each level, and through all levels again', () => {
  const levels = [
    { call: ['primary'], by: ['mention', 'phone'] as const, everyMs: 5 },
    { call: ['li'], by: ['app'] as const, everyMs: 7 },
  ];

  const steps = stepsOf({ levels, repeat: 1 }).map(({ level, way, everyMs }) => `${level} ${way} ${everyMs}`);

  const round = ['0 mention 5', '0 phone 5', '1 app 7'];
  assert.deepEqual(steps, [...round, ...round]);
});

it('ladderFor() takes the first whose labels are all the incident’s', () => {
  const payments = { ...usual, name: 'payments', match: { service: 'payments', severity: 'critical' } };
  const all = [payments, usual];

  assert.equal(ladderFor(all, { service: 'payments', severity: 'critical', host: 'a' })?.name, 'payments');
  assert.equal(ladderFor(all, { service: 'payments', severity: 'info' })?.name, 'a');
  assert.equal(ladderFor([payments], {}), null);
});
