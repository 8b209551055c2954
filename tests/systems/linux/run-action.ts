import assert from 'node:assert/strict';
import type { ActionArguments } from '../../../src/domain/plan.ts';
import type { Action, Before, LookContext, Precheck } from '../../../src/systems/contract.ts';
import { linuxActions } from '../../../src/systems/linux/actions.ts';
import type { LinuxClient } from '../../../src/systems/linux/client.ts';
import { systemClock } from '../../support/system-clock.ts';

export interface Bench {
  readonly client: LinuxClient;
  context(): LookContext;
}

export function actionNamed(name: string): Action<LinuxClient> {
  const action = linuxActions.find((each) => each.name === name);
  assert.ok(action !== undefined, `there is no action '${name}'`);
  return action;
}

export function precheckOf(bench: Bench, name: string, given: ActionArguments): Promise<Precheck> {
  const action = actionNamed(name);
  return action.precheck(bench.client, action.arguments.parse(given), bench.context());
}

/** Check, apply, verify, as a plan's step does. */
export async function carryOut(bench: Bench, name: string, given: ActionArguments): Promise<Before> {
  const action = actionNamed(name);
  const args = action.arguments.parse(given);
  const check = await action.precheck(bench.client, args, bench.context());
  assert.equal(check.state, 'ready', check.state === 'ready' ? '' : JSON.stringify(check));
  const before = check.state === 'ready' ? check.before : {};
  // The record is JSON between the check and the rest.
  const recorded: Before = JSON.parse(JSON.stringify(before));
  assert.equal(await action.isApplied(bench.client, args, recorded, bench.context()), false, `${name} counts as applied before it is`);
  await action.apply(bench.client, args, recorded, bench.context());
  await untilMet(() => action.verify(bench.client, args, recorded, bench.context()));
  assert.equal(await action.isApplied(bench.client, args, recorded, bench.context()), true, `${name} can't tell that it was applied`);
  return recorded;
}

export async function takeBack(bench: Bench, name: string, given: ActionArguments, before: Before): Promise<void> {
  const { undo, arguments: schema } = actionNamed(name);
  assert.ok('apply' in undo, `${name} can't be undone`);
  await undo.apply(bench.client, schema.parse(given), before, bench.context());
}

async function untilMet(verify: () => ReturnType<Action<LinuxClient>['verify']>): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const { isMet, note } = await verify();
    if (isMet) return;
    assert.ok(attempt < 40, `never verified: ${note.en}`);
    await systemClock.sleep(200);
  }
}
