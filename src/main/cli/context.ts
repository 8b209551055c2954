/** What every command is given. */

import type { Environment } from '../../config/environment.ts';
import { readKeptToken } from '../../config/tokens.ts';
import type { TextValue } from '../../domain/text.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import type { Terminal } from './terminal.ts';
import { type CliKey, tell } from './words.ts';

export interface CliContext {
  readonly environment: Environment;
  readonly terminal: Terminal;
  readonly version: string;
  readonly isJson: boolean;
  readonly signal: AbortSignal;
  readonly api: () => ApiClient;
}

/** Prints the answer: as JSON when that was asked for, else by the function. */
export function answer(context: CliContext, value: unknown, print: () => void): void {
  if (context.isJson) context.terminal.line(JSON.stringify(value, null, 2));
  else print();
}

export function say(context: CliContext, key: CliKey, values: Readonly<Record<string, TextValue>> = {}): string {
  return tell(context.terminal.locale, key, values);
}

export function createClient(environment: Environment, locale: 'zh-CN' | 'en'): ApiClient {
  const local = `http://127.0.0.1:${environment.port}`;
  const baseUrl = environment.serverUrl ?? local;
  return createApiClient({ baseUrl, token: tokenFor(environment), locale });
}

/** The kept admin token never leaves for another machine: it is only used where ZHIBAN_URL doesn't point elsewhere. */
function tokenFor(environment: Environment): string | null {
  if (environment.token !== null) return environment.token;
  if (environment.serverUrl !== null && !/^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|\/|$)/.test(environment.serverUrl)) return null;
  return environment.adminToken ?? readKeptToken(environment.home, 'admin-token');
}
