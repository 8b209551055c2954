/** What the file and the environment say together; the environment wins, because it is nearer to the start. */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ResolveSecret } from '../domain/secret.ts';
import type { Locale } from '../domain/text.ts';
import type { Environment } from './environment.ts';
import type { Config } from './schema.ts';
import { ensureToken, type KeptToken } from './tokens.ts';

/** The file to read: ZHIBAN_CONFIG, else `zhiban.yaml` in the data directory when there is one, else none. */
export function configPathOf(environment: Pick<Environment, 'configPath' | 'home'>): string | null {
  if (environment.configPath !== null) return environment.configPath;
  const beside = join(environment.home, 'zhiban.yaml');
  return existsSync(beside) ? beside : null;
}

/** The same, or where the file will be once somebody writes one. */
export function futureConfigPathOf(environment: Pick<Environment, 'configPath' | 'home'>): string {
  return environment.configPath ?? join(environment.home, 'zhiban.yaml');
}

/** Where `{ file: … }` looks up relative paths: beside the configuration file, or in the data directory without one. */
export function secretDirectoryOf(configPath: string | null, home: string): string {
  return configPath === null ? home : dirname(configPath);
}

export interface Settings {
  readonly home: string;
  readonly host: string;
  readonly port: number;
  readonly locale: Locale;
  /** Where people reach the console: without a slash at the end. */
  readonly publicUrl: string;
  /** Null: the embedded PGlite in the data directory. */
  readonly databaseUrl: string | null;
  /** Null: the embedded Temporal. */
  readonly temporalAddress: string | null;
}

/** Throws ZhibanError `invalid` when the database's URL is a secret that can't be read. */
export function settingsOf(config: Config, environment: Environment, resolveSecret: ResolveSecret): Settings {
  const { host } = config;
  const isWildcard = host === '0.0.0.0' || host === '::';
  const reachable = isWildcard ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return {
    home: environment.home,
    host,
    port: environment.port,
    locale: environment.locale ?? config.locale,
    publicUrl: (config.publicUrl ?? `http://${reachable}:${environment.port}`).replace(/\/+$/, ''),
    databaseUrl: environment.databaseUrl ?? (config.database.url === undefined ? null : resolveSecret(config.database.url)),
    temporalAddress: environment.temporalAddress ?? config.temporal.address ?? null,
  };
}

/** The admin token from the environment, else the kept one, else a new one. */
export function ensureAdminToken(environment: Pick<Environment, 'home' | 'adminToken'>): KeptToken {
  return ensureToken(environment.home, 'admin-token', environment.adminToken);
}

/** The hook token of the file, else the kept one, else a new one. Throws when the file names a secret that can't be read. */
export function ensureHookToken(home: string, hooks: Config['hooks'], resolveSecret: ResolveSecret): KeptToken {
  return ensureToken(home, 'hook-token', hooks.token === undefined ? null : resolveSecret(hooks.token));
}
