/** The plan of a scenario: approved when it is expected, checked on the system itself, undone, and the state compared. */

import type { IncidentView, PlanView } from '../../../src/domain/view.ts';
import { LabInterrupted } from './interrupted.ts';
import { expectedActions } from './judge.ts';
import type { Ran } from './outcome.ts';
import { type Stage, saidOf, step } from './stage.ts';
import { until } from './until.ts';
import type { Incident, LabZhiban } from './zhiban.ts';

/** Closed states of a plan; nothing more happens by itself. */
const openPlanStates: readonly string[] = ['pending', 'approved', 'running'];
const stateWithinMs = 15_000;

export type See = (isRight: (each: IncidentView) => boolean, withinSeconds: number, what: string) => Promise<void>;

/** Approves what is expected, looks whether the symptom is gone, and has it undone. Null for what was not tried. */
export async function mend(
  stage: Stage,
  zhiban: LabZhiban,
  { en }: Incident,
  see: See,
  now: () => PlanView | null,
): Promise<Pick<Ran, 'isFixed' | 'undone'>> {
  const { scenario, options, notes } = stage;
  const expected = expectedActions(scenario.truth);
  if (!options.approve || en.plan === null || (expected !== null && !en.plan.steps.some(({ action }) => expected.includes(action))))
    return { isFixed: null, undone: null };
  const before = await readState(stage);
  try {
    await zhiban.approve(en.plan);
    await see(({ plan }) => !openPlanStates.includes(plan?.state ?? ''), scenario.limits.plan, 'the plan has come to its end');
    const plan = now();
    if (plan?.state !== 'verified') {
      notes.push(`plan ${plan?.state}: ${plan?.steps.map(({ note, state }) => `${state} ${note ?? ''}`).join('; ') ?? ''}`);
      return { isFixed: false, undone: null };
    }
    const isFixed = await isGone(stage);
    if (!isFixed) notes.push('the plan is verified and the symptom is still there');
    if (!plan.steps.some(({ undo }) => undo.isPossible)) return { isFixed, undone: null };
    return { isFixed, undone: await undo(stage, zhiban, plan, see, now, before) };
  } catch (error) {
    if (error instanceof LabInterrupted) throw error;
    notes.push(error instanceof Error ? error.message : String(error));
    return { isFixed: false, undone: null };
  }
}

async function undo(
  stage: Stage,
  zhiban: LabZhiban,
  plan: PlanView,
  see: See,
  now: () => PlanView | null,
  before: string | null,
): Promise<Ran['undone']> {
  const { scenario, options, notes } = stage;
  await zhiban.undo(plan);
  // A plan with a step that cannot be taken back (a kill) is never undone as a whole: what can be must be.
  const isBack = (each: PlanView | null | undefined): boolean =>
    each?.steps.every((step) => !step.undo.isPossible || step.state === 'undone') ?? false;
  await see(
    (each) => (each.plan?.state !== 'verified' || isBack(each.plan)) && each.phase !== 'running',
    scenario.limits.plan,
    'the undo has come to its end',
  );
  if (!isBack(now())) {
    notes.push(`after the undo the plan is ${now()?.state}`);
    return 'no';
  }
  if (before === null) return 'unchecked';
  let after: string | null = null;
  try {
    await until(
      async () => {
        after = await readState(stage);
        return after === before;
      },
      { withinMs: stateWithinMs, what: 'the earlier state is back', signal: options.signal },
    );
    return 'yes';
  } catch (error) {
    if (error instanceof LabInterrupted) throw error;
    notes.push(`state before: ${shorten(before)} · after the undo: ${shorten(after ?? '')}`);
    return 'no';
  }
}

async function readState(stage: Stage): Promise<string | null> {
  const state = await step(stage, 'state');
  if (state === null) return null;
  if (state.code !== 0) throw new Error(`state ${saidOf(state)}`);
  return state.output;
}

function isGone(stage: Stage): Promise<boolean> {
  return until(async () => (await step(stage, 'fixed'))?.code === 0, {
    withinMs: stage.scenario.limits.fixed * 1_000,
    what: 'the symptom is gone',
    signal: stage.options.signal,
  }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof LabInterrupted) throw error;
      return false;
    },
  );
}

function shorten(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ').slice(0, 200);
}
