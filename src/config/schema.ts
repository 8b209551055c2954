/** The configuration file: every key, its form and its default. Strict: an unknown key is refused with the nearest valid name. */

import { z } from 'zod';
import { dingtalkConfig } from '../adapters/dingtalk/config.ts';
import { emailConfig } from '../adapters/email/config.ts';
import { feishuConfig } from '../adapters/feishu/config.ts';
import { robotConfig } from '../adapters/robot/config.ts';
import { slackConfig } from '../adapters/slack/config.ts';
import { webhookConfig } from '../adapters/webhook/config.ts';
import { wecomConfig } from '../adapters/wecom/config.ts';
import { normalPhone, phoneExpectation } from '../domain/phone.ts';
import { risks } from '../domain/plan.ts';
import { roles } from '../domain/policy.ts';
import { secretRef } from '../domain/secret.ts';
import { locales } from '../domain/text.ts';
import { alertSourcesConfig } from './alert-sources.ts';
import { detectionsConfig } from './detections.ts';
import { escalationConfig } from './escalation.ts';
import { oncallConfig } from './oncall.ts';
import { pluginMarketsConfig, pluginsConfig } from './plugins.ts';
import { voiceRuleShape } from './voice-rule.ts';

const locale = z.enum(locales);
const risk = z.enum(risks);
const role = z.enum(roles);

/** A place of an adapter, in the words of its platform: `channel` in Slack, `chatId` in Feishu (`oc_…`), `conversationId` in DingTalk. */
const target = z.looseObject({
  adapter: z.string().min(1),
  channel: z.string().optional(),
  chatId: z.string().optional(),
  conversationId: z.string().optional(),
  locale: locale.optional(),
  // What only voices take: wecom, email, webhook, robot.
  ...voiceRuleShape,
});

const route = z.strictObject({
  /** Label name to the exact value; `severity` and `origin` are matched too. Empty matches all. */
  match: z.record(z.string(), z.string()).default({}),
  to: z.array(target).min(1),
  /** Whether later routes are looked at as well. */
  continue: z.boolean().default(false),
});

const room = z.strictObject({
  /** As of a route; an incident that matches gets its room at once. */
  match: z.record(z.string(), z.string()).default({ severity: 'critical' }),
  adapter: z.string().min(1),
  name: z.string().min(1).max(80).default('{code}-{system}'),
  /** Roles, or ids of people. */
  invite: z.array(z.string().min(1)).max(100).default([]),
  closeAfterMinutes: z.number().int().min(0).max(10_080).default(60),
});

const person = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  roles: z.array(role).min(1),
  email: z.email().optional(),
  /** With country code; a mainland mobile number may come without. */
  phone: z
    .string()
    .refine((given) => normalPhone(given) !== null, { error: phoneExpectation.en })
    .transform((given) => normalPhone(given) ?? given)
    .optional(),
  /** Adapter name to the platform's user id: `{ slack: U0123 }`. */
  identities: z.record(z.string(), z.string()).default({}),
  /** Bearer token for the API, by reference. */
  token: secretRef.optional(),
});

const policy = z.strictObject({
  approvers: z
    .strictObject({
      low: role.default('responder'),
      medium: role.default('approver'),
      high: role.default('approver'),
      critical: role.default('approver'),
    })
    .prefault({}),
  excludeRequesterFrom: z.union([risk, z.literal('never')]).optional(),
  requireTwoFor: z.union([risk, z.literal('never')]).optional(),
  planValidMinutes: z.number().int().min(1).max(10_080).default(60),
});

const llmProfile = z.strictObject({
  name: z.string().min(1),
  baseUrl: z.url(),
  model: z.string().min(1),
  apiKey: secretRef.optional(),
  timeoutMs: z.number().int().min(1_000).max(600_000).default(60_000),
  tokensPerDay: z.number().int().positive().default(2_000_000),
  temperature: z.number().min(0).max(2).optional(),
});

const llm = z.strictObject({
  profiles: z.array(llmProfile).default([]),
  /** Names of profiles, the first that answers is used; default: the order above. */
  order: z.array(z.string()).optional(),
  masking: z
    .strictObject({
      email: z.boolean().default(true),
      phone: z.boolean().default(true),
      id: z.boolean().default(true),
      ip: z.boolean().default(true),
      words: z.array(z.string()).default([]),
    })
    .prefault({}),
});

const budget = z.strictObject({
  probesMax: z.number().int().min(1).max(1_000).default(240),
  secondsMax: z.number().int().min(1).max(3_600).default(120),
  llmCallsMax: z.number().int().min(0).max(100).default(12),
  tokensMax: z.number().int().min(0).max(5_000_000).default(120_000),
});

/** A generic JSON source: paths are JSON pointers into one alert; `items` points to the list in the body. */
const jsonMapping = z.strictObject({
  items: z.string().default(''),
  title: z.string(),
  status: z.string().optional(),
  /** Values of `status` that mean resolved. */
  resolvedValues: z.array(z.string()).default(['resolved', 'ok', 'recovered', 'closed']),
  severity: z.string().optional(),
  startsAt: z.string().optional(),
  endsAt: z.string().optional(),
  groupKey: z.string().optional(),
  url: z.string().optional(),
  labels: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({}),
});

const hooks = z.strictObject({
  /** What senders present as a bearer token, or as the password of basic auth. */
  token: secretRef.optional(),
  bodyBytesMax: z.number().int().min(1_024).max(67_108_864).default(33_554_432),
  alertsMax: z.number().int().min(1).max(50_000).default(20_000),
  /** What senders sign with; what they sign needs no token. */
  signingSecrets: z.strictObject({ pagerduty: secretRef.optional(), sentry: secretRef.optional() }).prefault({}),
  /** Topics of Amazon SNS and Huawei SMN whose signed messages need no token. */
  topics: z
    .array(z.string().regex(/^(arn|urn):/, { error: 'expected the ARN or URN of a topic' }))
    .max(100)
    .default([]),
  /** Of times that a sender writes without one. */
  utcOffset: z
    .string()
    .regex(/^[+-](0\d|1[0-4]):[0-5]\d$/, { error: 'expected an offset such as +08:00' })
    .default('+08:00'),
  /** Labels that put alerts together that Prometheus and vmalert send directly. */
  groupBy: z.array(z.string().min(1)).max(20).default(['alertname']),
  /** How long an alert holds that is sent directly and doesn't say until when. */
  resolveTimeoutMinutes: z.number().int().min(1).max(1_440).default(5),
  json: jsonMapping.optional(),
});

/** When many groups begin at once: what comes next is told in one incident and looked into once. */
const stormLimits = {
  groupsMax: z.number().int().min(2).max(10_000),
  windowSeconds: z.number().int().min(5).max(3_600),
  quietSeconds: z.number().int().min(10).max(86_400),
  releaseMax: z.number().int().min(0).max(100),
};
const storm = z.strictObject({
  groupsMax: stormLimits.groupsMax.default(30),
  windowSeconds: stormLimits.windowSeconds.default(60),
  quietSeconds: stormLimits.quietSeconds.default(180),
  releaseMax: stormLimits.releaseMax.default(10),
  /** What is different for one tenant, by its id. */
  tenants: z.record(z.string().min(1), z.strictObject(stormLimits).partial()).default({}),
});

/** The file without `systems`, which are parsed one by one by their kind. */
export const configSchema = z.strictObject({
  locale: locale.default('zh-CN'),
  publicUrl: z.url().optional(),
  host: z.string().default('127.0.0.1'),
  systems: z.array(z.looseObject({ id: z.string(), kind: z.string() })).default([]),
  /** Registers the machine that Zhiban runs on as the first system. */
  registerThisMachine: z.boolean().default(true),
  adapters: z
    .strictObject({
      slack: slackConfig.optional(),
      feishu: feishuConfig.optional(),
      dingtalk: dingtalkConfig.optional(),
      wecom: wecomConfig.optional(),
      email: emailConfig.optional(),
      webhook: webhookConfig.optional(),
      robot: robotConfig.optional(),
    })
    .prefault({}),
  routes: z.array(route).default([]),
  rooms: z.array(room).max(20).default([]),
  escalation: escalationConfig.prefault({}),
  people: z.array(person).default([]),
  /** Who is on duty when. */
  oncall: oncallConfig.prefault({}),
  /** Whether an account whose confirmed e-mail or phone is one person's is linked to them by itself. */
  identities: z.strictObject({ linkByProfile: z.boolean().default(true) }).prefault({}),
  policy: policy.prefault({}),
  hooks: hooks.prefault({}),
  storm: storm.prefault({}),
  /** Sources beside those that are built in below /hooks. */
  alertSources: alertSourcesConfig,
  investigation: z.strictObject({ budget: budget.prefault({}), analyst: z.enum(['auto', 'offline', 'llm']).default('auto') }).prefault({}),
  /** Metrics whose anomalies and whose way to a limit open incidents of their own. */
  detections: detectionsConfig,
  /** The operator's own runbooks; `runbooks` in the data directory unless a directory is named. */
  runbooks: z.strictObject({ directory: z.string().min(1).optional() }).prefault({}),
  /** What is added to Zhiban from outside; opened once at start. */
  plugins: pluginsConfig,
  /** Whose indexes `zhiban plugin search` and `install` read. */
  pluginMarkets: pluginMarketsConfig,
  llm: llm.prefault({}),
  database: z.strictObject({ url: secretRef.optional() }).prefault({}),
  temporal: z
    .strictObject({ address: z.string().optional(), namespace: z.string().default('default'), taskQueue: z.string().default('zhiban') })
    .prefault({}),
});

export type Config = z.infer<typeof configSchema>;
export type RouteTarget = z.infer<typeof target>;
export type LlmConfig = z.infer<typeof llm>;
export type LlmProfile = z.infer<typeof llmProfile>;
export type HooksConfig = z.infer<typeof hooks>;
export type JsonMapping = z.infer<typeof jsonMapping>;
