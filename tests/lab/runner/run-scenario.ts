/** One scenario from start to end: up, looked after, broken, told, judged, mended, undone, down. What it started is gone afterwards. */

import { mkdirSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { IncidentView } from '../../../src/domain/view.ts';
import { freePort } from '../../support/peers.ts';
import { createExecutor } from './execute.ts';
import { fill, fillAsText, parseTold, type Told } from './fill.ts';
import { LabInterrupted } from './interrupted.ts';
import { isFault, judge, type Truth } from './judge.ts';
import { mend } from './mend.ts';
import { missingOf } from './needs.ts';
import { notificationOf } from './notification.ts';
import type { NotRun, Outcome, Ran } from './outcome.ts';
import { writeRecording } from './recording.ts';
import { type Scenario, titleOf } from './scenario.ts';
import { type RunOptions, type Stage, saidOf, step } from './stage.ts';
import { sweep } from './sweep.ts';
import { until } from './until.ts';
import type { Incident, LabSystem, LabZhiban } from './zhiban.ts';

/** How long the symptom may need to show after `break`. */
const hurtsWithinMs = 20_000;
/** `up` says by this code that it can't run here, and why on its error output. */
const cannotRunHere = 77;
const portsGiven = 6;

class CannotRun extends Error {}

export async function runScenario(scenario: Scenario, options: RunOptions): Promise<Outcome> {
  const scratch = join(options.scratchRoot, scenario.name.replaceAll(/[^a-zA-Z0-9.-]+/g, '-'));
  mkdirSync(scratch, { recursive: true });
  const stage: Stage = {
    scenario,
    options,
    notes: [],
    told: await givenTo(scratch),
    systems: [],
    executor: createExecutor(scratch, scenario.folder, () => environmentOf(scenario, stage.told)),
  };
  try {
    return await play(stage);
  } catch (error) {
    if (error instanceof LabInterrupted) throw error;
    return notRun(scenario, error instanceof Error ? error.message : String(error));
  } finally {
    await clearUp(stage, scratch);
  }
}

async function play(stage: Stage): Promise<Outcome> {
  const { scenario } = stage;
  const missing = missingOf(scenario.needs);
  if (missing.length > 0) throw new CannotRun(`not installed: ${missing.join(', ')}`);
  const zhiban = await prepare(stage);
  const file = join(scenario.folder, 'scenario.yaml');
  stage.scenario = { ...scenario, truth: fillAsText(scenario.truth, stage.told, `${file}: truth`) as Truth };
  const tell =
    scenario.question === undefined
      ? () => zhiban.alert(notificationOf(asRecord(fillAsText(scenario.alert, stage.told, `${file}: alert`)), scenario.name, Date.now()))
      : () => zhiban.ask(String(fillAsText(scenario.question, stage.told, `${file}: question`)));
  const startedMs = performance.now();
  const incidentId = await tell();
  try {
    return await watch(stage, zhiban, incidentId, startedMs);
  } catch (error) {
    if (error instanceof LabInterrupted) throw error;
    // It ran and gave no verdict: that is a miss, not an excuse.
    return missed(stage, (performance.now() - startedMs) / 1_000, error instanceof Error ? error.message : String(error));
  } finally {
    await zhiban.resolve(incidentId).catch(() => undefined);
  }
}

/** Up, known to Zhiban, broken, and really so. */
async function prepare(stage: Stage): Promise<LabZhiban> {
  const { scenario, options } = stage;
  const up = await step(stage, 'up');
  if (up === null || up.code !== 0) throw new CannotRun(up?.code === cannotRunHere ? up.lastWords : `up ${saidOf(up)}`);
  stage.told = { ...stage.told, ...parseTold(up.output) };
  const systems = fill(scenario.systems, stage.told, `${join(scenario.folder, 'scenario.yaml')}: systems`) as readonly LabSystem[];
  stage.systems = systems;
  const zhiban = await options.zhiban();
  await zhiban.lookAfter(systems, options.signal);
  if (isFault(scenario.truth) && (await step(stage, 'fixed'))?.code !== 0)
    throw new CannotRun('fixed does not end with 0 before break: it has the symptom already, or can never be fixed');
  const broken = await step(stage, 'break');
  if (broken !== null && broken.code !== 0) throw new CannotRun(`break ${saidOf(broken)}`);
  if (broken !== null) stage.told = { ...stage.told, ...parseTold(broken.output) };
  if (!isFault(scenario.truth)) return zhiban;
  await until(async () => (await step(stage, 'fixed'))?.code !== 0, {
    withinMs: hurtsWithinMs,
    what: 'the symptom shows after break (fixed still ends with 0)',
    signal: options.signal,
  });
  return zhiban;
}

async function watch(stage: Stage, zhiban: LabZhiban, incidentId: string, startedMs: number): Promise<Ran> {
  const { scenario, options } = stage;
  let incident = await zhiban.incident(incidentId);
  const see = async (isRight: (each: IncidentView) => boolean, withinSeconds: number, what: string): Promise<void> =>
    until(
      async () => {
        incident = await zhiban.incident(incidentId);
        return isRight(incident.en);
      },
      { withinMs: withinSeconds * 1_000, what, signal: options.signal },
    );
  await see(({ verdict }) => verdict !== null, scenario.limits.verdict, 'there is a verdict');
  const seconds = (performance.now() - startedMs) / 1_000;
  // What is proposed is known once it waits for a person or only watches.
  await see(({ phase }) => phase !== 'investigating' && phase !== 'received', scenario.limits.verdict, 'a plan is proposed or not');
  const judgement = judge(scenario.truth, incident);
  if (options.record !== null) writeRecording(options.record, stage, incident, await zhiban.evidence(incidentId));
  const mended = await mend(stage, zhiban, incident, see, () => incident.en.plan);
  return {
    ...identity(scenario),
    status: 'ran',
    seconds,
    ...seenOf(incident),
    ...judgement,
    ...mended,
    notes: stage.notes,
  };
}

/** Also after a failure and Ctrl-C: down hears no interruption, and what it leaves is ended. */
async function clearUp(stage: Stage, scratch: string): Promise<void> {
  const { executables, limits } = stage.scenario;
  if (executables.down !== undefined) {
    const down = await stage.executor.run(executables.down, 'down', limits.down, new AbortController().signal);
    if (down.code !== 0) stage.notes.push(`down ${saidOf(down)}`);
  }
  await sweep(scratch, stage.executor.sessions);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** What every scenario has at hand before `up`: a folder of its own and ports that are free. */
async function givenTo(scratch: string): Promise<Told> {
  const told: Record<string, string> = { LAB_DIR: scratch };
  for (let count = 1; count <= portsGiven; count += 1) told[`LAB_PORT_${count}`] = String(await freePort());
  return told;
}

function environmentOf({ folder }: Scenario, told: Told): NodeJS.ProcessEnv {
  const lab = join(import.meta.dirname, '..');
  return {
    ...process.env,
    ...told,
    // The Node that runs this is the one that the scenarios get.
    PATH: [dirname(process.execPath), process.env.PATH, '/usr/sbin', '/sbin'].join(delimiter),
    LAB_SCENARIO: folder,
    LAB_LIB: join(lab, 'lib'),
  };
}

function identity(scenario: Scenario): Pick<Ran, 'name' | 'title' | 'tier'> {
  return { name: scenario.name, title: titleOf(scenario), tier: scenario.tier };
}

function seenOf({ en }: Incident): Pick<Ran, 'state' | 'causes' | 'proposed' | 'probes' | 'blindSpots'> {
  return {
    state: en.verdict?.state ?? null,
    causes: (en.verdict?.causes ?? []).map(({ systemId, signatureId, state, confidence, title, explanation }) => ({
      systemId,
      signatureId,
      state,
      confidence,
      title,
      explanation,
    })),
    proposed: en.plan?.steps.map(({ action }) => action) ?? [],
    probes: en.spent.probes,
    blindSpots: (en.verdict?.blindSpots ?? []).map(({ systemId, probe, status, reason }) => `${systemId}/${probe}: ${status}: ${reason}`),
  };
}

function missed(stage: Stage, seconds: number, reason: string): Ran {
  return {
    ...identity(stage.scenario),
    status: 'ran',
    seconds,
    state: null,
    causes: [],
    proposed: [],
    probes: 0,
    blindSpots: [],
    isSystemRight: false,
    isTop1: false,
    isTop3: false,
    isActionRight: false,
    falseAccusations: [],
    isFixed: null,
    undone: null,
    notes: [...stage.notes, reason],
  };
}

function notRun(scenario: Scenario, reason: string): NotRun {
  return { ...identity(scenario), status: 'not-run', reason };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
