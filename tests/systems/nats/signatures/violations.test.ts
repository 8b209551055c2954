import assert from 'node:assert/strict';
import { test } from 'node:test';
import { natsViolationSignatures } from '../../../../src/systems/nats/signatures/violations.ts';
import { judgeFacts } from '../judge-facts.ts';

for (const [line, confirmed] of [
  ['[ERR] 10.0.0.5:46594 - cid:4 - "svc-billing" - Publish Violation - User "billing", Subject "invoices.created"', ['subject-refused']],
  ['[ERR] 10.0.0.5:46594 - cid:4 - Subscription Violation - User "mailer", Subject "orders.>", SID 1', ['subject-refused']],
  ['[ERR] 10.0.0.5:46594 - cid:4 - maximum payload violation: 9000 vs 4096', []],
] as const)
  test(`natsViolationSignatures: ${line.slice(40)}`, () => {
    assert.deepEqual(judgeFacts(natsViolationSignatures, 'nats', { 'logs.errors': 5, 'logs.newestError': line }).confirmed, confirmed);
  });
