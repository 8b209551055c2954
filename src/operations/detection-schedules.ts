/**
 * Keeps a Temporal schedule for each detection: made, changed and taken away as the configuration and the systems change. Only what
 * differs is told to the server; what an earlier process left behind is found by its name.
 */

import { createHash } from 'node:crypto';
import { type Client, ScheduleNotFoundError, ScheduleOverlapPolicy } from '@temporalio/client';
import type { Activities, DetectionScope } from '../activities/contract.ts';
import type { Clock } from '../domain/clock.ts';
import type { DetectionSpec } from '../domain/detection.ts';
import type { detect } from '../workflows/detect.ts';
import type { OperationsLog } from './deps.ts';
import { lookRegularly, type Regular } from './look-regularly.ts';

export interface DetectionScheduleDeps {
  readonly tenantId: string;
  readonly specs: () => readonly DetectionSpec[];
  /** Ids of those that people hold. */
  readonly held: () => Promise<ReadonlySet<string>>;
  /** Throws while Temporal is away. */
  readonly client: () => Promise<Client>;
  readonly taskQueue: string;
  readonly clock: Clock;
  readonly log: OperationsLog;
}

const everyMs = 10_000;

export function createDetectionSchedules(deps: DetectionScheduleDeps): Regular {
  /** Each schedule as the server has it; null until it was asked. */
  let known: Map<string, KnownSchedule> | null = null;
  const bringUpToDate = async (): Promise<void> => {
    const { schedule } = await deps.client();
    known ??= await readKnown(deps, schedule);
    const held = await deps.held();
    const wanted = new Map(deps.specs().map(({ id, everySeconds }) => [id, { everySeconds, isHeld: held.has(id) }]));
    for (const [id, want] of wanted) {
      const has = known.get(id);
      if (has?.everySeconds === want.everySeconds && has.isHeld === want.isHeld) continue;
      await put(deps, schedule, id, want, has);
      known.set(id, want);
      // One last run ends what the detection had begun.
      if (want.isHeld && has?.isHeld === false) await runNow(deps, id);
    }
    for (const id of [...known.keys()].filter((each) => !wanted.has(each))) {
      await schedule.getHandle(scheduleIdOf(deps.tenantId, id)).delete().catch(ignoreMissing);
      await runNow(deps, id);
      known.delete(id);
    }
  };
  const look = async (): Promise<void> => {
    try {
      await bringUpToDate();
    } catch (error) {
      // What was half done is asked for anew.
      known = null;
      throw error;
    }
  };
  const complaint = 'The schedules of detections could not be brought up to date; it is tried again';
  return lookRegularly(deps, { everyMs }, [{ look: () => whenThere(look), complaint }]);
}

/** While the embedded server is being built or starts, being refused is no news. */
async function whenThere(look: () => Promise<void>): Promise<void> {
  await look().catch((error: unknown) => {
    if (/ECONNREFUSED|connect/i.test(String(error))) return;
    throw error;
  });
}

export function scheduleIdOf(tenantId: string, detectionId: string): string {
  return `zhiban-detect/${tenantId}/${detectionId}`;
}

/** A run beside the schedule's; its worker lets them follow each other. Returns what it came to. */
export async function runNow(
  { client, taskQueue, tenantId, clock }: Pick<DetectionScheduleDeps, 'client' | 'taskQueue' | 'tenantId' | 'clock'>,
  detectionId: string,
): Promise<Awaited<ReturnType<Activities['runDetection']>>> {
  const { workflow } = await client();
  const scope: DetectionScope = { tenantId, detectionId };
  const workflowId = `${scheduleIdOf(tenantId, detectionId)}/now-${clock.now()}`;
  return workflow.execute<typeof detect>('detect', { workflowId, taskQueue, args: [scope], workflowExecutionTimeout: '5 minutes' });
}

type Schedules = Client['schedule'];

interface KnownSchedule {
  readonly everySeconds: number;
  readonly isHeld: boolean;
}

async function readKnown({ tenantId }: DetectionScheduleDeps, schedules: Schedules): Promise<Map<string, KnownSchedule>> {
  const prefix = scheduleIdOf(tenantId, '');
  const known = new Map<string, KnownSchedule>();
  for await (const { scheduleId, spec, state } of schedules.list()) {
    if (!scheduleId.startsWith(prefix)) continue;
    known.set(scheduleId.slice(prefix.length), { everySeconds: (spec?.intervals?.[0]?.every ?? 0) / 1_000, isHeld: state.paused });
  }
  return known;
}

async function put(
  deps: DetectionScheduleDeps,
  schedules: Schedules,
  id: string,
  { everySeconds, isHeld }: KnownSchedule,
  has: KnownSchedule | undefined,
): Promise<void> {
  const scope: DetectionScope = { tenantId: deps.tenantId, detectionId: id };
  const scheduleId = scheduleIdOf(deps.tenantId, id);
  if (has?.everySeconds === everySeconds) {
    const handle = schedules.getHandle(scheduleId);
    await (isHeld ? handle.pause('held by a person') : handle.unpause('resumed'));
    return;
  }
  const every = everySeconds * 1_000;
  const options = {
    scheduleId,
    // Not all at once: each has its own place within the interval.
    spec: { intervals: [{ every, offset: placeOf(id, everySeconds) * 1_000 }] },
    action: {
      ...{ type: 'startWorkflow' as const, workflowType: 'detect', workflowId: scheduleId, args: [scope], taskQueue: deps.taskQueue },
      workflowExecutionTimeout: '15 minutes' as const,
    },
    // A run that takes longer than the interval is not overtaken; what was missed while the server was away is not made up for.
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '10 seconds' as const },
    state: { paused: isHeld },
  };
  if (has !== undefined) await schedules.getHandle(scheduleId).delete().catch(ignoreMissing);
  await schedules.create(options);
}

function placeOf(id: string, everySeconds: number): number {
  return createHash('sha256').update(id).digest().readUInt32BE(0) % everySeconds;
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof ScheduleNotFoundError)) throw error;
}
