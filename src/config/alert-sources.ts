/** Alert sources that somebody brings: where their messages come from, and how one becomes alerts. */

import { z } from 'zod';
import { severities } from '../domain/alert.ts';
import { secretRef } from '../domain/secret.ts';
import { syslogFacilities, syslogLevels } from '../domain/syslog.ts';
import { emailMapping, syslogMapping, trapMapping } from './default-mappings.ts';
import { expression } from './expression.ts';

/** Each value is an expression in JSONata over one item; texts that are the same for all stand in quotes: `'"disk"'`. */
export const alertMapping = z.strictObject({
  /** The alerts in the message; a list gives one alert each. Default: the message itself. */
  items: expression.optional(),
  /** Items for which it isn't true are no alerts. */
  when: expression.optional(),
  name: expression,
  severity: expression.optional(),
  /** Values of `severity` to ours; `*` is any other. */
  severities: z.record(z.string().min(1), z.enum(severities)).default({}),
  /** One expression that gives an object, or one for each label. */
  labels: z.union([expression, z.record(z.string().min(1).max(300), expression)]).default({}),
  annotations: z.record(z.string().min(1).max(300), expression).default({}),
  summary: expression.optional(),
  description: expression.optional(),
  startsAt: expression.optional(),
  endsAt: expression.optional(),
  /** True for the end of an alert. Without it an `endsAt` that has passed is the end. */
  resolved: expression.optional(),
  /** What tells one alert from another, and its end has in common with its beginning. Default: name and labels. */
  fingerprint: expression.optional(),
  /** Alerts that agree in it are one incident. Default: the name. */
  group: expression.optional(),
  link: expression.optional(),
  /** For senders that never say that something is over: an alert that wasn't told again for so long is. */
  holdMinutes: z.number().int().min(1).max(10_080).optional(),
});

export type AlertMapping = z.infer<typeof alertMapping>;
export type AlertMappingInput = z.input<typeof alertMapping>;

const shape = {
  /** `/hooks/generic/NAME`, and what it is called everywhere. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, { error: 'expected lower-case letters, digits and hyphens, at most 40' }),
};

/** Forms that are built in, for `as`. */
export const alertForms = [
  ...(['json', 'cloudevents', 'alertmanager', 'prometheus', 'grafana', 'zabbix', 'nightingale', 'open-falcon', 'skywalking'] as const),
  ...(['kibana', 'elastalert', 'uptime-kuma', 'sentry', 'datadog', 'pagerduty', 'opsgenie', 'alibaba-cloud', 'arms'] as const),
  ...(['tencent-cloud', 'huawei-cloud', 'aws-cloudwatch', 'azure-monitor', 'google-cloud'] as const),
] as const;

/** How a message in JSON is understood: a mapping, or the form of a source that is built in (without either: `json`). */
const form = { as: z.enum(alertForms).optional(), mapping: alertMapping.optional() };

const tls = z.strictObject({ caFile: z.string().min(1).optional(), insecure: z.boolean().default(false) });

const http = z.strictObject({ ...shape, kind: z.literal('http'), mapping: alertMapping });

const kafka = z.strictObject({
  ...shape,
  ...form,
  kind: z.literal('kafka'),
  brokers: z
    .array(z.string().regex(/^(\[[\da-f:]+\]|[\w.-]+):\d{1,5}$/i, { error: 'expected host:port' }))
    .min(1)
    .max(20),
  sasl: z
    .strictObject({
      mechanism: z.enum(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']),
      username: z.string().min(1).max(255),
      password: secretRef,
    })
    .optional(),
  tls: tls.optional(),
  topics: z.array(z.string().min(1).max(249)).min(1).max(50),
  /** Default: `zhiban-` and the name. */
  group: z.string().min(1).max(255).optional(),
  /** Where a group begins that has never read. */
  from: z.enum(['latest', 'earliest']).default('latest'),
});

const rabbitmq = z.strictObject({
  ...shape,
  ...form,
  kind: z.literal('rabbitmq'),
  /** Host, port and virtual host; the login stands beside it. */
  address: z.string().regex(/^amqps?:\/\/[^@/?#]+(\/[^/?#]*)?$/, { error: 'expected amqp://host:port/vhost without a login' }),
  username: z.string().min(1).max(255).optional(),
  password: secretRef.optional(),
  tls: tls.optional(),
  /** It must be there. */
  queue: z.string().min(1).max(255),
  /** How many messages the broker hands out before one is acknowledged. */
  prefetch: z.number().int().min(1).max(5_000).default(200),
});

const listening = (port: number) => ({
  host: z.string().min(1).default('0.0.0.0'),
  port: z.number().int().min(1).max(65_535).default(port),
});
/** What comes beyond is lost, and counted. */
const perMinuteMax = z.number().int().min(1).max(100_000).default(600);

const syslog = z.strictObject({
  ...shape,
  kind: z.literal('syslog'),
  mapping: alertMapping.prefault(syslogMapping),
  udp: z.strictObject(listening(514)).optional(),
  tcp: z.strictObject(listening(601)).optional(),
  tls: z
    .strictObject({
      ...listening(6514),
      certFile: z.string().min(1),
      keyFile: z.string().min(1),
      /** Senders must show a certificate of it. */
      clientCaFile: z.string().min(1).optional(),
    })
    .optional(),
  /** What isn't among these is no alert; an empty list is all. */
  only: z
    .strictObject({
      /** This one and what is worse. */
      level: z.enum(syslogLevels).default('err'),
      facilities: z.array(z.enum(syslogFacilities)).max(24).default([]),
      apps: z.array(z.string().min(1)).max(200).default([]),
      hosts: z.array(z.string().min(1)).max(1_000).default([]),
    })
    .prefault({}),
  perMinuteMax,
  /** Of times without a zone. */
  utcOffset: z
    .string()
    .regex(/^[+-](0\d|1[0-4]):[0-5]\d$/, { error: 'expected an offset such as +08:00' })
    .default('+08:00'),
});

const trap = z.strictObject({
  ...shape,
  ...listening(162),
  kind: z.literal('trap'),
  mapping: alertMapping.prefault(trapMapping),
  /** Of version 1 and 2c. */
  communities: z.array(secretRef).max(50).default([]),
  /** Of version 3. */
  users: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(32),
        auth: z.strictObject({ protocol: z.enum(['md5', 'sha', 'sha224', 'sha256', 'sha384', 'sha512']), key: secretRef }).optional(),
        privacy: z.strictObject({ protocol: z.enum(['des', 'aes', 'aes256b', 'aes256r']), key: secretRef }).optional(),
      }),
    )
    .max(50)
    .default([]),
  perMinuteMax,
});

const email = z.strictObject({
  ...shape,
  ...listening(2525),
  kind: z.literal('email'),
  mapping: alertMapping.prefault(emailMapping),
  /** Mail to anybody else is refused: `alerts@example.com`, or `@example.com` for all of them. */
  recipients: z
    .array(z.string().regex(/^[^\s@<>]*@[^\s@<>]+$/, { error: 'expected an address, or @ and a domain' }))
    .min(1)
    .max(200),
  /** Who may send, in the same form; an empty list is anybody who reaches the port. */
  senders: z
    .array(z.string().regex(/^[^\s@<>]*@[^\s@<>]+$/, { error: 'expected an address, or @ and a domain' }))
    .max(1_000)
    .default([]),
  login: z.strictObject({ username: z.string().min(1).max(255), password: secretRef }).optional(),
  tls: z
    .strictObject({
      certFile: z.string().min(1),
      keyFile: z.string().min(1),
      /** True: TLS from the first byte, as on port 465. False: STARTTLS. */
      implicit: z.boolean().default(false),
      /** Mail that comes in the clear is refused. */
      required: z.boolean().default(true),
    })
    .optional(),
  /** Larger mails are refused. */
  sizeMaxKb: z.number().int().min(16).max(20_480).default(1_024),
  /** What comes beyond is put off: its sender tries again. */
  perMinuteMax,
});

export const alertSource = z.discriminatedUnion('kind', [http, kafka, rabbitmq, syslog, trap, email]);
export type AlertSource = z.infer<typeof alertSource>;
export type KafkaSource = z.infer<typeof kafka>;
export type RabbitmqSource = z.infer<typeof rabbitmq>;
export type SyslogSource = z.infer<typeof syslog>;
export type EmailSource = z.infer<typeof email>;
export type TrapSource = z.infer<typeof trap>;

export const alertSourcesConfig = z
  .array(alertSource)
  .max(50)
  .default([])
  .superRefine((sources, context) => {
    for (const [index, source] of sources.entries())
      if ('as' in source && source.as !== undefined && source.mapping !== undefined)
        context.addIssue({ code: 'custom', path: [index, 'as'], message: 'expected either `as` or `mapping`' });
    for (const [index, source] of sources.entries())
      if (source.kind === 'email' && source.login !== undefined && source.tls === undefined)
        context.addIssue({
          code: 'custom',
          path: [index, 'tls'],
          message: 'expected beside `login`: a password must not travel in the clear',
        });
    for (const [index, { name }] of sources.entries())
      if (sources.findIndex((other) => other.name === name) < index)
        context.addIssue({ code: 'custom', path: [index, 'name'], message: `there is another alert source '${name}'` });
  });
