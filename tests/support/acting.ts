/** Runs an action as the remediation does: precheck, is it applied, apply, verify; and the undo with what was recorded. */

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ActionArguments } from '../../src/domain/plan.ts';
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
  return {
    precheck: () => action.precheck(client, parsed, context()),
    isApplied: (before) => action.isApplied(client, parsed, before, context()),
    async run() {
      const ready = await action.precheck(client, parsed, context());
      assert.ok(ready.state === 'ready', `${action.name}: ${JSON.stringify(ready)}`);
      // The record goes through JSON, as it does in the store.
      const before: Before = JSON.parse(JSON.stringify(ready.before));
      await action.apply(client, parsed, before, context());
      assert.ok(
        (await verified(() => action.verify(client, parsed, before, context()), action.verifyWithinMs)).isMet,
        `${action.name} is not verified`,
      );
      return before;
    },
    async undo(before) {
      assert.ok(!('impossible' in action.undo), `${action.name} cannot be undone`);
      await action.undo.apply(client, parsed, before, context());
      // Safe to call again after a crash.
      await action.undo.apply(client, parsed, before, context());
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
