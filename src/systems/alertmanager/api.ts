/** Alerts and silences as Alertmanager's API v2 has them; the schemas name what is used. */

import { parse } from 'yaml';
import { z } from 'zod';
import type { HttpLimit } from '../http/exchange.ts';
import type { JsonClient } from '../http-api/json-client.ts';

const matcher = z.looseObject({
  name: z.string(),
  value: z.string(),
  isRegex: z.boolean(),
  isEqual: z.boolean().default(true),
});
const silence = z.looseObject({
  id: z.string(),
  status: z.looseObject({ state: z.enum(['active', 'pending', 'expired']) }),
  matchers: z.array(matcher),
  startsAt: z.string(),
  endsAt: z.string(),
  updatedAt: z.string().default(''),
  createdBy: z.string().default(''),
  comment: z.string().default(''),
});
const alert = z.looseObject({
  labels: z.record(z.string(), z.string()),
  startsAt: z.string(),
  receivers: z.array(z.looseObject({ name: z.string() })).default([]),
  status: z.looseObject({
    state: z.enum(['active', 'suppressed', 'unprocessed']),
    silencedBy: z.array(z.string()).default([]),
    inhibitedBy: z.array(z.string()).default([]),
  }),
  fingerprint: z.string().default(''),
});

const status = z.looseObject({ config: z.looseObject({ original: z.string().default('') }).default({ original: '' }) });
const configuration = z.looseObject({ receivers: z.array(z.looseObject({ name: z.string() })).default([]) });

export type Matcher = Pick<z.infer<typeof matcher>, 'name' | 'value' | 'isRegex' | 'isEqual'>;
export type Silence = z.infer<typeof silence>;
export type Alert = z.infer<typeof alert>;

export function readSilences(client: JsonClient, limit: HttpLimit): Promise<readonly Silence[]> {
  return client.json({ path: 'api/v2/silences' }, z.array(silence), limit);
}

export function readAlerts(client: JsonClient, limit: HttpLimit): Promise<readonly Alert[]> {
  return client.json({ path: 'api/v2/alerts' }, z.array(alert), limit);
}

/** The loaded configuration, parsed; null where it can't be read. */
export async function readConfiguration(client: JsonClient, limit: HttpLimit): Promise<unknown> {
  const { config } = await client.json({ path: 'api/v2/status' }, status, limit);
  return parsed(config.original);
}

/** Pure: receivers that have no integration, so that what is routed to them is told to nobody. Of what can't be read none is known to be mute. */
export function muteReceiversOf(configured: unknown): ReadonlySet<string> {
  const read = configuration.safeParse(configured);
  if (!read.success) return new Set();
  const hasIntegration = (receiver: object): boolean =>
    Object.entries(receiver).some(([key, value]) => key.endsWith('_configs') && Array.isArray(value) && value.length > 0);
  return new Set(read.data.receivers.filter((receiver) => !hasIntegration(receiver)).map(({ name }) => name));
}

function parsed(original: string): unknown {
  try {
    return parse(original);
  } catch {
    return null;
  }
}

/** `alertname="DiskFull",instance=~"web.*"` as amtool writes it. */
export function matcherText(matchers: readonly Matcher[]): string {
  return matchers
    .map(({ name, value, isRegex, isEqual }) => `${name}${operators[`${String(isRegex)} ${String(isEqual)}`] ?? '='}"${value}"`)
    .join(',');
}

const operators: Readonly<Record<string, string>> = { 'false true': '=', 'false false': '!=', 'true true': '=~', 'true false': '!~' };

/** Null when the text is no list of matchers. */
export function parseMatchers(text: string): readonly Matcher[] | null {
  const whole = text.trim().replace(/^\{|\}$/g, '');
  const matchers: Matcher[] = [];
  let rest = whole;
  while (rest.trim() !== '') {
    const match = /^\s*([a-zA-Z_]\w{0,100})\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.){0,500})"\s*(?:,|$)/.exec(rest);
    if (match === null) return null;
    const [all, name = '', operator = '', value = ''] = match;
    matchers.push({ name, value: value.replace(/\\(.)/g, '$1'), isRegex: operator.includes('~'), isEqual: !operator.startsWith('!') });
    rest = rest.slice(all.length);
  }
  return matchers.length === 0 || matchers.length > 10 ? null : matchers;
}

/** Whether every alert would match: what says nothing about which alert it is. */
export function isCatchAll(matchers: readonly Matcher[]): boolean {
  return matchers.every(({ value, isRegex, isEqual }) =>
    isEqual ? isRegex && /^(\^?\(?\.[*+]\)?\$?|\|.*)$/.test(value) : !isRegex || value === '',
  );
}

/** Alertmanager anchors its expressions. A malformed one matches nothing. */
export function matches(matchers: readonly Matcher[], labels: Readonly<Record<string, string>>): boolean {
  return matchers.every(({ name, value, isRegex, isEqual }) => {
    const label = labels[name] ?? '';
    return (isRegex ? isRegexMatch(value, label) : label === value) === isEqual;
  });
}

function isRegexMatch(pattern: string, label: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(label);
  } catch {
    return false;
  }
}

export function isSameMatchers(one: readonly Matcher[], other: readonly Matcher[]): boolean {
  const sorted = (matchers: readonly Matcher[]): string =>
    matcherText([...matchers].sort((a, b) => matcherText([a]).localeCompare(matcherText([b]))));
  return sorted(one) === sorted(other);
}
