import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withLogLine } from '../../../src/analysis/rca/said-in-log.ts';
import type { FactValue } from '../../../src/domain/evidence.ts';
import type { Signature } from '../../../src/domain/signature.ts';

const hangsUp = { id: 'tcp.hangs-up', kind: 'tcp', role: 'symptom', probes: ['connect'] } as unknown as Signature;
const explanation = { 'zh-CN': '接受连接后立即断开。', en: 'It closes connections at once.' };
const line = 'fatal: open transport.db: No such file';

function told(facts: Readonly<Record<string, FactValue>>, signature: Partial<Signature> = {}): string {
  const table = new Map(Object.entries(facts).map(([name, value]) => [`logs.${name}`, { value, evidenceId: 'e1' }]));
  return withLogLine(explanation, { ...hangsUp, ...signature }, table).en;
}

describe('withLogLine()', () => {
  it('adds the error that began in the log, is new in it, or fills it', () => {
    const expected = `It closes connections at once. Meanwhile its log says: ${line}`;

    assert.equal(told({ topError: line, calmEntries: 30, isCompared: false }), expected);
    assert.equal(told({ newError: line, topError: 'other', isCompared: true }), expected);
    assert.equal(told({ topError: line, isCompared: false, errorRatio: 0.5, topErrorCount: 9 }), expected);
    assert.equal(told({ newError: line, isCompared: true }, { role: 'cause', isToldInLog: true }), expected);
  });

  it('adds nothing where the log says nothing new or no reason, of a machine, and to what is no state', () => {
    const began = { topError: line, calmEntries: 30, isCompared: false };

    assert.equal(told({ topError: line, calmEntries: 0, isCompared: true }), explanation.en);
    assert.equal(told({ ...began, topErrorSaysWhy: false }), explanation.en);
    assert.equal(told(began, { kind: 'host' }), explanation.en);
    assert.equal(told(began, { role: 'cause' }), explanation.en);
    assert.equal(told(began, { id: 'tcp.log-new-error' }), explanation.en);
    assert.equal(told({}), explanation.en);
  });
});
