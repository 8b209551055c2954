import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Risk, risks } from '../../src/domain/plan.ts';
import {
  approvalRefusal,
  approvalsNeeded,
  hasRole,
  type Person,
  type Policy,
  type Refusal,
  type Role,
  roles,
} from '../../src/domain/policy.ts';
import { sampleApproval } from '../store/samples.ts';

const policy: Policy = {
  approvers: { low: 'responder', medium: 'approver', high: 'approver', critical: 'admin' },
  excludeRequesterFrom: 'high',
  requireTwoFor: 'critical',
  planValidMinutes: 60,
};
const person = (role: Role, id = 'anna'): Person => ({ id, name: id, roles: [role], identities: {} });

const refusals: readonly [role: Role, risk: Risk, requestedBy: string, refusal: Refusal | null][] = [
  ['viewer', 'low', 'alert', 'role'],
  ['responder', 'low', 'alert', null],
  ['responder', 'low', 'anna', null],
  ['responder', 'medium', 'alert', 'role'],
  ['approver', 'medium', 'anna', null],
  ['approver', 'high', 'alert', null],
  ['approver', 'high', 'anna', 'requester'],
  ['approver', 'critical', 'alert', 'role'],
  ['admin', 'critical', 'alert', null],
  ['admin', 'critical', 'anna', 'requester'],
  ['admin', 'low', 'anna', null],
];

for (const [role, risk, requestedBy, refusal] of refusals) {
  test(`approvalRefusal() of a plan of ${risk} risk asked for by ${requestedBy}: ${role} anna ${refusal ?? 'may'}`, () => {
    assert.equal(approvalRefusal(person(role), { risk, requestedBy }, [], policy), refusal);
  });
}

test('approvalRefusal() counts nobody twice; a rejection of theirs is another matter', () => {
  const plan = { risk: 'critical', requestedBy: 'alert' } as const;

  assert.equal(approvalRefusal(person('admin'), plan, [sampleApproval({ personId: 'anna' })], policy), 'second-person');
  assert.equal(approvalRefusal(person('admin'), plan, [sampleApproval({ personId: 'bob' })], policy), null);
});

test('approvalRefusal() lets the requester approve where the rule is off', () => {
  const open: Policy = { ...policy, excludeRequesterFrom: 'never' };

  assert.equal(approvalRefusal(person('admin'), { risk: 'critical', requestedBy: 'anna' }, [], open), null);
});

for (const limit of [...risks, 'never'] as const) {
  test(`approvalsNeeded() with two from ${limit}`, () => {
    const needed = risks.map((risk) => approvalsNeeded(risk, { ...policy, requireTwoFor: limit }));
    const twoFrom = limit === 'never' ? risks.length : risks.indexOf(limit);

    assert.deepEqual(
      needed,
      risks.map((_, index) => (index >= twoFrom ? 2 : 1)),
    );
  });
}

test('hasRole() is ordered: who may more may also less; who has none may nothing', () => {
  for (const [index, held] of roles.entries()) {
    assert.deepEqual(
      roles.filter((role) => hasRole(person(held), role)),
      roles.slice(0, index + 1),
    );
  }
  assert.ok(roles.every((role) => !hasRole({ ...person('viewer'), roles: [] }, role)));
});
