/** Errors as clients print them, and what a kind's signatures make of each while no look has brought anything. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Signature } from '../../src/domain/signature.ts';
import { judgeFacts } from './nats/judge-facts.ts';

/** Of signatures, the fault that each error stands for (without the kind); null for words that stand for none. */
export function judgeQuotes(
  kind: string,
  signatures: readonly Signature[],
  quotes: readonly (readonly [said: string, id: string | null])[],
): void {
  for (const [said, id] of quotes)
    test(`signatures of ${kind}: '${said.slice(0, 90)}' means ${id ?? 'none of them'}`, () => {
      assert.deepEqual(judgeFacts(signatures, kind, {}, said), { confirmed: [], likely: id === null ? [] : [id] });
    });
}
