/** The only place that reads the process's environment: every variable that Zhiban knows, parsed once and passed on. */

import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { ZhibanError } from '../domain/errors.ts';
import type { Locale } from '../domain/text.ts';
import { nearestName } from './nearest-name.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

export interface Environment {
  /** The data directory; `~/.zhiban` unless ZHIBAN_HOME says otherwise. */
  readonly home: string;
  /** Null: `zhiban.yaml` in the data directory, when there is one. */
  readonly configPath: string | null;
  readonly port: number;
  readonly adminToken: string | null;
  readonly locale: Locale | null;
  readonly databaseUrl: string | null;
  readonly temporalAddress: string | null;
  readonly otlpEndpoint: string | null;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** For the CLI: which server to talk to, and as whom. */
  readonly serverUrl: string | null;
  readonly token: string | null;
  /** What the terminal speaks, from LC_ALL, LC_MESSAGES or LANG. */
  readonly terminalLocale: Locale | null;
  /** ZHIBAN_ variables that mean nothing but are spelled nearly like one that does. */
  readonly unknown: readonly { readonly name: string; readonly nearest: string }[];
  /** All variables, for secrets by reference. */
  readonly variables: Variables;
}

/** The names under ZHIBAN_ that are read. */
export const knownVariables = [
  'ZHIBAN_HOME',
  'ZHIBAN_CONFIG',
  'ZHIBAN_PORT',
  'ZHIBAN_ADMIN_TOKEN',
  'ZHIBAN_LOCALE',
  'ZHIBAN_LOG_LEVEL',
  'ZHIBAN_URL',
  'ZHIBAN_TOKEN',
] as const;

const logLevels = ['debug', 'info', 'warn', 'error'] as const;

/** Throws ZhibanError `invalid` that names the variable and what was expected; an empty variable counts as unset. */
export function readEnvironment(variables: Variables = process.env): Environment {
  const read = (name: string): string | null => variables[name]?.trim() || null;
  const home = read('ZHIBAN_HOME');
  const configPath = read('ZHIBAN_CONFIG');
  return {
    home: home === null ? join(homedir(), '.zhiban') : resolve(home),
    configPath: configPath === null ? null : resolve(configPath),
    port: parsePort(read('ZHIBAN_PORT')),
    adminToken: parseToken('ZHIBAN_ADMIN_TOKEN', read('ZHIBAN_ADMIN_TOKEN')),
    locale: parseLocale(read('ZHIBAN_LOCALE')),
    databaseUrl: read('DATABASE_URL'),
    temporalAddress: read('TEMPORAL_ADDRESS'),
    otlpEndpoint: read('OTEL_EXPORTER_OTLP_ENDPOINT'),
    logLevel: parseLogLevel(read('ZHIBAN_LOG_LEVEL')),
    serverUrl: parseUrl(read('ZHIBAN_URL')),
    token: read('ZHIBAN_TOKEN'),
    terminalLocale: localeOf(read('LC_ALL') ?? read('LC_MESSAGES') ?? read('LANG')),
    unknown: unknownNames(variables),
    variables,
  };
}

/** `zh_CN.UTF-8`, `zh`, `zh-Hans` and the like are Chinese, `en_…` is English, everything else is not ours to guess. */
export function localeOf(spelled: string | null): Locale | null {
  if (spelled === null) return null;
  if (/^zh\b|^zh_/i.test(spelled)) return 'zh-CN';
  if (/^en\b|^en_/i.test(spelled)) return 'en';
  return null;
}

function parsePort(given: string | null): number {
  if (given === null) return 7420;
  const port = Number(given);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new ZhibanError('invalid', `ZHIBAN_PORT must be a whole number from 0 to 65535: current value is '${given.slice(0, 40)}'`);
}

/** Shorter ones can be tried out in an afternoon, failure limit or not. */
const tokenLengthMin = 8;

function parseToken(name: string, given: string | null): string | null {
  if (given === null || given.length >= tokenLengthMin) return given;
  throw new ZhibanError('invalid', `${name} must have at least ${tokenLengthMin} characters: current length is ${given.length}`);
}

function parseLocale(given: string | null): Locale | null {
  if (given === null) return null;
  const locale = localeOf(given);
  if (locale !== null) return locale;
  throw new ZhibanError('invalid', `ZHIBAN_LOCALE must be 'zh-CN' or 'en': current value is '${given.slice(0, 40)}'`);
}

function parseLogLevel(given: string | null): Environment['logLevel'] {
  if (given === null) return 'info';
  const level = logLevels.find((known) => known === given.toLowerCase());
  if (level !== undefined) return level;
  throw new ZhibanError('invalid', `ZHIBAN_LOG_LEVEL must be one of ${logLevels.join(', ')}: current value is '${given.slice(0, 40)}'`);
}

function parseUrl(given: string | null): string | null {
  if (given === null) return null;
  if (/^https?:$/.test(URL.parse(given)?.protocol ?? '')) return given.replace(/\/+$/, '');
  throw new ZhibanError('invalid', 'ZHIBAN_URL must start with http:// or https://');
}

/** Only those that look like a typing error: a secret's variable may be called anything. */
function unknownNames(variables: Variables): Environment['unknown'] {
  const known: readonly string[] = knownVariables;
  const strange = Object.keys(variables).filter((name) => name.startsWith('ZHIBAN_') && !known.includes(name));
  return strange.flatMap((name) => {
    const nearest = nearestName(name, known);
    return nearest === null ? [] : [{ name, nearest }];
  });
}
