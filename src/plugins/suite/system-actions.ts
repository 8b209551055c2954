/** What every action keeps: words in both languages, arguments that a schema guards, and an undo or why there is none. */

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type ActionArguments, risks } from '../../domain/plan.ts';
import type { Action, SystemClient, SystemEntry, SystemKind } from '../../systems/contract.ts';
import { describeAction } from '../../systems/describe-action.ts';
import { assertText, placeholdersOf } from './system-checks.ts';

export function checkActions<Client extends SystemClient, Entry extends SystemEntry>(
  kind: SystemKind<Client, Entry>,
  samples: Readonly<Record<string, ActionArguments>>,
): void {
  it('every action says what it does, how it is checked and how it is undone', async () => {
    assert.equal(new Set(kind.actions.map((action) => action.name)).size, kind.actions.length, 'two actions share a name');
    for (const action of kind.actions) {
      const sample = samples[action.name];
      assert.ok(sample !== undefined, `the suite has no sample arguments for action ${action.name}`);
      await checkAction(action, sample);
    }
  });
}

async function checkAction<Client>(action: Action<Client>, sample: ActionArguments): Promise<void> {
  assert.match(action.name, /^[a-z][a-z0-9-]*$/);
  assert.ok(risks.includes(action.risk));
  assert.ok(action.timeoutMs > 0 && action.timeoutMs <= 600_000, `action ${action.name} has no sensible limit of time`);
  assert.ok(action.verifyWithinMs > 0 && action.verifyWithinMs <= 600_000, `action ${action.name} verifies without end`);
  const parsed = action.arguments.safeParse(sample);
  assert.ok(parsed.success, `action ${action.name} refuses its sample: ${parsed.error?.message ?? ''}`);
  assert.equal(action.arguments.safeParse({ ...sample, unknownOfTheSuite: 1 }).success, false, `action ${action.name} takes any argument`);
  for (const [part, text] of Object.entries(await describeAction(action, parsed.data))) {
    assertText(text, `${part} of action ${action.name}`);
    assert.deepEqual(placeholdersOf(text.en), [], `${part} of action ${action.name} has an empty place`);
  }
}
