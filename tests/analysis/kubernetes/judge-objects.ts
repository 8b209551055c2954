/** The likeliest cause for objects and logs, as the tests ask for it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyzeTexts } from '../../../src/analysis/kubernetes/analyze-texts.ts';

export interface Scenario {
  readonly name: string;
  readonly objects: readonly unknown[];
  readonly log?: readonly string[];
  /** `cause on kind/name`; null for nothing at all. */
  readonly expect: string | null;
}

/** The first finding of each scenario is the expected one. */
export function testScenarios(title: string, scenarios: readonly Scenario[]): void {
  test(title, async (suite) => {
    for (const { name, objects, log, expect } of scenarios) {
      await suite.test(name, () => {
        const logs = log === undefined ? [] : [{ name: 'orders.log', pod: 'orders-6f89c99b76-pxl47', lines: log }];

        const { findings } = analyzeTexts([{ name: 'dump.json', text: JSON.stringify(objects) }], logs, { namespace: 'shop', words: '' });

        const [first] = findings.filter(({ score }) => score >= 0.3);
        assert.equal(first === undefined ? null : `${first.cause} on ${first.on}`, expect);
        if (first !== undefined) assert.ok(first.evidence.length > 0, 'a finding cites what it rests on');
      });
    }
  });
}
