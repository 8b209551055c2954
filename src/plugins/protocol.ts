/** What goes between Zhiban and the process of a plugin: lines of JSON, each checked where it arrives. */

import { z } from 'zod';
import { risks } from '../domain/plan.ts';
import { chatDescription } from './chat-protocol.ts';
import { factValue, name, pattern, signatureSchema, text } from './signature-schema.ts';

/** From Zhiban: a call, word that the answer to one is no longer wanted, or what a call needed. */
export type Order =
  | { readonly id: number; readonly method: Method; readonly params: Readonly<Record<string, unknown>>; readonly withinMs: number }
  | { readonly cancel: number }
  | { readonly need: number; readonly result: unknown }
  | { readonly need: number; readonly error: string; readonly retry: 'now' | 'later' | 'never' };

/**
 * What a plugin may ask of Zhiban: while it is asked something, the logs of its system, wherever they lie; at any time, what its chat
 * adapter wrote down.
 */
export const needs = ['logs.read', 'logs.find', 'logs.tail', 'memory.get', 'memory.set'] as const;
export type Need = (typeof needs)[number];

export const methods = [
  'load',
  'configure',
  'ping',
  'health',
  'unload',
  'system.open',
  'system.close',
  'system.warm',
  'system.check',
  'probe.look',
  'logs.read',
  'logs.find',
  'logs.tail',
  'action.describe',
  'action.precheck',
  'action.isApplied',
  'action.apply',
  'action.verify',
  'action.undo',
  'action.present',
  'command.read',
  'command.bind',
  'command.check',
  'command.run',
  'metrics.range',
  'notifier.say',
  'notifier.check',
  'source.parse',
  'analyser.analyse',
  'chat.start',
  'chat.hear',
  'chat.respond',
  'chat.post',
  'chat.edit',
  'chat.whisper',
  'chat.linkTo',
  'chat.profileOf',
  'chat.urge',
  'chat.upload',
  'chat.stop',
] as const;
export type Method = (typeof methods)[number];

export const answerSchema = z.union([
  z.strictObject({ id: z.number().int(), result: z.unknown() }),
  z.strictObject({
    id: z.number().int(),
    error: z.strictObject({
      message: z.string(),
      kind: z.enum(['threw', 'refused', 'gone', 'chat']),
      detail: z.string().optional(),
      retryAfterMs: z.number().min(0).max(86_400_000).optional(),
    }),
  }),
  z.strictObject({ violation: z.enum(['file', 'host', 'env', 'process']), detail: z.string() }),
  // The call 0 is none: what is needed belongs to the plugin itself.
  z.strictObject({ need: z.number().int(), call: z.number().int(), what: z.enum(needs), params: z.record(z.string(), z.unknown()) }),
]);
export type Answer = z.infer<typeof answerSchema>;

/** Bytes of one line in either direction; a look's text and series are well below. */
export const lineBytesMax = 4_194_304;

const jsonSchema = z.record(z.string(), z.unknown());

const systemKind = z.strictObject({
  kind: name,
  title: text(100),
  entry: jsonSchema,
  hasWarm: z.boolean(),
  hasCheck: z.boolean(),
  hasLogStore: z.boolean(),
  /** Whether its log store finds a service by its name. */
  hasFindService: z.boolean(),
  hasLogFiles: z.boolean(),
  hasMetricStore: z.boolean(),
  /** What its grammar takes, as people type it; null where it takes no commands. */
  commands: z.array(z.string().min(1).max(300)).min(1).max(200).nullable(),
  probes: z
    .array(
      z.strictObject({
        name,
        summary: text(300),
        parameters: jsonSchema,
        timeoutMs: z.number().min(100).max(60_000),
        cost: z.enum(['cheap', 'moderate', 'heavy']),
        hints: pattern.optional(),
        facts: z.array(z.string().max(120)).max(500).optional(),
        /** Whether it is only for some entries; which, `system.open` tells. */
        isForSome: z.boolean(),
      }),
    )
    .min(1)
    .max(100),
  signatures: z.array(signatureSchema).max(500),
  actions: z
    .array(
      z.strictObject({
        name,
        risk: z.enum(risks),
        arguments: jsonSchema,
        verifyWithinMs: z.number().min(1).max(600_000),
        timeoutMs: z.number().min(1).max(600_000),
        undoImpossible: text(500).nullable(),
        /** Whether its undo tells what it would bring back, as it is now. */
        hasPresent: z.boolean(),
      }),
    )
    .max(100),
});
export type KindDescription = z.infer<typeof systemKind>;

/** What the plugin offers, once it is configured. */
export const descriptionSchema = z.strictObject({
  systems: z.array(systemKind).max(50),
  notifier: z
    .strictObject({
      destinations: z
        .array(
          z.strictObject({
            name: z.string().min(1).max(100),
            gathers: z.enum(['nothing', 'incident', 'everything']),
            perMinute: z.number().int().min(1).nullable(),
            digestMinutes: z.number().int().min(0).max(1_440),
          }),
        )
        .min(1)
        .max(50),
    })
    .nullable(),
  alertSources: z.array(name).max(50),
  analysers: z.array(z.strictObject({ name, title: text(100) })).max(50),
  chat: chatDescription.nullable(),
  hasHealth: z.boolean(),
});
export type Description = z.infer<typeof descriptionSchema>;

/** The answer of `load`: the schema of the configuration, so that secrets in it can be found; null when it takes none. */
export const loadedSchema = z.strictObject({ config: jsonSchema.nullable() });

/** The answer of `configure`. */
export const configuredSchema = z.union([
  z.strictObject({ description: descriptionSchema }),
  z.strictObject({ issues: z.array(z.strictObject({ path: z.string(), message: z.string() })).min(1) }),
]);

/** Facts are cut where evidence is stored; a look that is far beyond is none. */
export const lookSchema = z.strictObject({
  status: z.enum(['ok', 'unreachable', 'denied', 'timeout', 'failed']),
  reason: z.string().max(4_000).optional(),
  problem: z.enum(['refused', 'timed-out', 'dns', 'tls', 'auth', 'limit', 'reset', 'no-route', 'host-key', 'other']).optional(),
  headline: text(2_000),
  facts: z
    .record(z.string().regex(/^[\w.@-]{1,200}$/), factValue)
    .refine((facts) => Object.keys(facts).length <= 1_000, 'more than 1000 facts'),
  query: z.string().max(20_000),
  text: z.string(),
  series: z
    .array(
      z.strictObject({
        name: z.string().max(200),
        unit: z.string().max(40),
        role: z.enum(['usual-low', 'usual-high', 'forecast', 'forecast-low', 'forecast-high']).optional(),
        times: z.array(z.number()).max(10_000),
        values: z.array(z.number()).max(10_000),
      }),
    )
    .max(50)
    .optional(),
});

/** The answer of `system.open`: the probes that have nothing to look at on that system. */
export const openedSchema = z.strictObject({ notFor: z.array(name).max(100) });

export const logLimits = {
  ...{ lines: 2_000, lineLength: 10_000, paths: 20, tailBytes: 262_144, bytes: 1_572_864, query: 20_000 },
  timeoutMs: 15_000,
} as const;

/** Lines of a log system in a plugin; a line that is longer is cut where it is read. */
export const logAnswerSchema = z.strictObject({
  lines: z
    .array(z.strictObject({ atMs: z.number(), text: z.string(), level: z.string().max(40), stream: z.string().max(2_000) }))
    .max(logLimits.lines),
  isCut: z.boolean(),
});

/** The query that finds a service; null for one that the log system does not have. */
export const logFindSchema = z.strictObject({ query: z.string().min(1).max(logLimits.query).nullable() });

export const logTailsSchema = z.strictObject({
  tails: z
    .array(
      z.strictObject({ path: z.string().max(1_000), text: z.string().max(logLimits.tailBytes).nullable(), reason: z.string().max(1_000) }),
    )
    .max(logLimits.paths),
  zoneMinutes: z.number().int().min(-900).max(900),
});

export const textSchema = text(4_000);
export const beforeSchema = z.record(z.string(), z.unknown());
export const precheckSchema = z.union([
  z.strictObject({ state: z.literal('ready'), before: beforeSchema, note: textSchema.optional() }),
  z.strictObject({ state: z.literal('already'), note: textSchema }),
  z.strictObject({ state: z.literal('blocked'), reason: textSchema }),
]);
export const verificationSchema = z.strictObject({ isMet: z.boolean(), note: textSchema });
export const actionWordsSchema = z.strictObject({
  summary: textSchema,
  effect: textSchema,
  verification: textSchema,
  undo: textSchema,
});
export const checksSchema = z.array(z.strictObject({ level: z.enum(['ok', 'warn', 'fail']), text: textSchema })).max(100);

const labels = z.record(z.string().max(300), z.string().max(10_000));
export const alertsSchema = z
  .array(
    z.strictObject({
      source: z.string().max(100),
      fingerprint: z.string().min(1).max(200),
      groupKey: z.string().min(1).max(2_000),
      status: z.enum(['firing', 'resolved']),
      labels,
      annotations: labels,
      startsAt: z.iso.datetime(),
      endsAt: z.iso.datetime().nullable(),
      generatorUrl: z.url({ protocol: /^https?$/ }).nullable(),
    }),
  )
  .max(50_000);

export const findingsSchema = z
  .array(
    z.strictObject({
      systemId: z.string().max(100),
      title: text(300),
      explanation: text(2_000),
      advice: text(3_000).nullable(),
      confidence: z.number().min(0).max(1),
      evidenceIds: z.array(z.string()).max(50),
    }),
  )
  .max(20);
