/** Who is called when nothing happens, as the file says it: ladders by labels, and the short form for what is critical. */

import { z } from 'zod';
import { severities } from '../domain/alert.ts';
import { type Ladder, type PageWay, pageWays } from '../domain/ladder.ts';
import { hoursShape, ownTimeZone } from './hours.ts';

const quietHours = z.strictObject({ ...hoursShape('22:00'), timeZone: ownTimeZone });

const callable = z.array(z.string().min(1).max(64)).max(10);
const stillOnItMinutes = z.union([z.number().int().min(5).max(1_440), z.literal('never')]);

const answerWithinMinutes = z.union([z.number().int().min(1).max(1_440), z.literal('never')]);

const ladder = z.strictObject({
  name: z.string().min(1).max(60),
  /** As of a route: label name to the exact value; `severity` and `origin` are matched too. */
  match: z.record(z.string(), z.string()).default({}),
  /** From the beginning of the incident to the first call. */
  startAfterMinutes: z.number().int().min(0).max(1_440).default(0),
  levels: z
    .array(
      z.strictObject({
        /** Ids of schedules and people, or roles. */
        call: callable.min(1),
        by: z.array(z.enum(pageWays)).min(1).max(8).default(['mention', 'app']),
        /** From one means to the next, and to the next level; a fraction is for rehearsals. */
        everyMinutes: z.number().min(0.02).max(1_440).default(5),
      }),
    )
    .min(1)
    .max(10),
  repeat: z.number().int().min(0).max(10).default(0),
  /** Default: as below `escalation`. */
  stillOnItMinutes: stillOnItMinutes.optional(),
  answerWithinMinutes: answerWithinMinutes.optional(),
  quietHours: z.union([quietHours, z.literal('never')]).optional(),
});

export const escalationConfig = z.strictObject({
  /** How people are called when a mention was not enough: at the second reminder of a plan, and of a critical incident. */
  urgent: z.enum(['app', 'sms', 'phone', 'never']).default('app'),
  /** A critical incident that nobody takes over for so long calls those on duty; after twice the time, urgently. */
  acknowledgeWithinMinutes: z.union([z.number().int().min(1).max(1_440), z.literal('never')]).default(15),
  /** Called one after the other, each by a mention and then urgently: ids of schedules and people, or roles. */
  levels: z.array(callable.min(1)).max(10).default([]),
  /** How often all levels are called again. */
  repeat: z.number().int().min(0).max(10).default(1),
  /** Who took it over is asked so often whether they still are on it. */
  stillOnItMinutes: stillOnItMinutes.default(60),
  /** Whoever doesn't answer that in time has it no longer: the ladder goes on with the next call. */
  answerWithinMinutes: answerWithinMinutes.default(30),
  /** What isn't critical calls nobody then: the call waits for their end. */
  quietHours: quietHours.optional(),
  /** Names below `adapters.webhook` that text and call people. Without one, the chat platform's own means are used. */
  providers: z.strictObject({ sms: z.string().min(1).optional(), phone: z.string().min(1).optional() }).prefault({}),
  /** The first that matches is the incident's; what none matches is on the one that the keys above describe, when it is critical. */
  ladders: z.array(ladder).max(50).default([]),
});

export type EscalationConfig = z.infer<typeof escalationConfig>;

const minuteMs = 60_000;

/** Never calls for what people asked themselves. */
export function laddersOf(config: EscalationConfig): readonly Ladder[] {
  const own = config.ladders.map((given): Ladder => {
    const quiet = given.quietHours ?? config.quietHours;
    return {
      ...{ name: given.name, match: given.match, repeat: given.repeat, startAfterMs: given.startAfterMinutes * minuteMs },
      levels: given.levels.map(({ call, by, everyMinutes }) => ({ call, by, everyMs: everyMinutes * minuteMs })),
      stillOnItMs: msOf(given.stillOnItMinutes ?? config.stillOnItMinutes),
      answerWithinMs: msOf(given.answerWithinMinutes ?? config.answerWithinMinutes),
      quietHours: quiet === undefined || quiet === 'never' ? null : quiet,
    };
  });
  const usual = usualLadder(config);
  return usual === null ? own : [...own, usual];
}

/** What the short form means: each level by a mention and then louder. */
function usualLadder({ acknowledgeWithinMinutes: within, levels, repeat, urgent, ...config }: EscalationConfig): Ladder | null {
  if (within === 'never') return null;
  const by: readonly PageWay[] = ['mention', urgent === 'never' ? 'mention' : urgent];
  const everyMs = within * minuteMs;
  const [critical] = severities;
  return {
    ...{ name: 'critical', match: { severity: critical }, startAfterMs: everyMs, quietHours: null },
    levels: (levels.length === 0 ? [[]] : levels).map((call) => ({ call, by, everyMs })),
    repeat: levels.length === 0 ? 0 : repeat,
    stillOnItMs: msOf(config.stillOnItMinutes),
    answerWithinMs: msOf(config.answerWithinMinutes),
  };
}

function msOf(minutes: number | 'never'): number | null {
  return minutes === 'never' ? null : minutes * minuteMs;
}
