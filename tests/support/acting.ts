/** Runs an action as the remediation does: precheck, is it applied, apply, verify; and the undo with what was recorded. */

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ActionArguments } from '../../src/domain/plan.ts';
import { canonicalJson } from '../../src/domain/plan-digest.ts';
import type { Action, Before, Precheck, SystemClient, SystemEntry, Verification } from '../../src/systems/contract.ts';
import { contextOf } from '../contracts/system.ts';

export interface Acting {
  precheck(): Promise<Precheck>;
  /** Everything up to verified; what it answers is the record that the undo gets. */
  run(): Promise<Before>;
  isApplied(before: Before): Promise<boolean>;
  undo(before: Before): Promise<void>;
}

export function acting<Client>(
  action: Action<Client>,
  given: ActionArguments,
  client: Client,
  entry: SystemEntry,
  host?: SystemClient,
): Acting {
  const parsed = action.arguments.parse(given);
  const context = () => contextOf(entry, 20_000, host);
  /** Where the action tells what its undo brings back, the system itself says whether that is as recorded. */
  const assertPresent = async (before: Before, isAsBefore: boolean, when: string): Promise<void> => {
    if ('impossible' in action.undo || action.undo.present === undefined) return;
    const present = await action.undo.present(client, parsed, before, context());
    const recorded = Object.fromEntries(Object.keys(present).map((name) => [name, before[name]]));
    const [now, then] = [canonicalJson(present), canonicalJson(recorded)];
    assert.equal(now === then, isAsBefore, `${action.name} ${when}: ${now}, recorded was ${then}`);
  };
  return {
    precheck: () => action.precheck(client, parsed, context()),
    isApplied: (before) => action.isApplied(client, parsed, before, context()),
    async run() {
      const ready = await action.precheck(client, parsed, context());
      assert.ok(ready.state === 'ready', `${action.name}: ${JSON.stringify(ready)}`);
      // The record goes through JSON, as it does in the store.
      const before: Before = JSON.parse(JSON.stringify(ready.before));
      await assertPresent(before, true, 'before the change');
      await action.apply(client, parsed, before, context());
      assert.ok(
        (await verified(() => action.verify(client, parsed, before, context()), action.verifyWithinMs)).isMet,
        `${action.name} is not verified`,
      );
      await assertPresent(before, false, 'after the change');
      return before;
    },
    async undo(before) {
      assert.ok(!('impossible' in action.undo), `${action.name} cannot be undone`);
      await action.undo.apply(client, parsed, before, context());
      // Safe to call again after a crash.
      await action.undo.apply(client, parsed, before, context());
      await assertPresent(before, true, 'after the undo');
    },
  };
}

async function verified(verify: () => Promise<Verification>, withinMs: number): Promise<Verification> {
  const untilMs = Date.now() + withinMs;
  for (;;) {
    const answer = await verify();
    if (answer.isMet || Date.now() > untilMs) return answer;
    await sleep(100);
  }
}
