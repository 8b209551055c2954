/** What the commands of a kind in a plugin's process, and the numbers that it keeps, look like on their way; checked where they arrive. */

import { z } from 'zod';
import { textSchema } from './protocol.ts';

/** Numbers over time of a system in a plugin; what is beyond is left out and counted where it is read. */
export const metricLimits = { series: 500, points: 11_000 } as const;

export const metricAnswerSchema = z.strictObject({
  series: z
    .array(
      z
        .strictObject({
          name: z.string().max(1_000),
          labels: z.record(z.string().max(200), z.string().max(2_000)),
          times: z.array(z.number()).max(metricLimits.points),
          values: z.array(z.number()).max(metricLimits.points),
        })
        .refine(({ times, values }) => times.length === values.length, 'as many values as times'),
    )
    .max(metricLimits.series),
  leftOut: z.number().int().min(0),
});

/** Characters of a command, and of what it printed. */
export const commandLimits = { text: 4_000, output: 1_000_000 } as const;

const commandText = z.string().min(1).max(commandLimits.text);

/** What the grammar makes of words: `action` is one of the kind's actions, by its name. */
export const commandReadingSchema = z.union([
  z.strictObject({
    refusal: z.strictObject({ what: z.string().max(commandLimits.text), why: textSchema, near: z.array(z.string().max(300)).max(50) }),
  }),
  z.strictObject({
    command: z.union([
      z.strictObject({ kind: z.literal('reads'), text: commandText, hasCheck: z.boolean() }),
      z.strictObject({ kind: z.literal('changes'), text: commandText, action: z.string().max(63) }),
    ]),
  }),
]);
export type CommandReadingSeen = z.infer<typeof commandReadingSchema>;

/** The arguments that a command means now, or why it can't be done. */
export const commandBoundSchema = z.union([
  z.strictObject({ arguments: z.record(z.string().max(100), z.union([z.string().max(4_000), z.number(), z.boolean(), z.null()])) }),
  z.strictObject({ refused: textSchema }),
]);
