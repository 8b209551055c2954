/** What Slack's SDK has to say, through our log: warnings and errors only, with every secret taken out. */

import type { Logger, LogLevel } from '@slack/bolt';
import type { AdapterLog } from '../contract.ts';
import { shorten } from '../rich/shorten.ts';

/** The SDK's errors are warnings here: whether something is lost is for the adapter to say. */
export function createSdkLogger(log: AdapterLog, level: LogLevel): Logger {
  const warn = (...parts: unknown[]): void => log.warn({ said: shorten(parts.map(sayPart).join(' '), 500) }, 'Slack SDK');
  return {
    debug: () => undefined,
    info: () => undefined,
    warn,
    error: warn,
    setLevel: () => undefined,
    getLevel: () => level,
    setName: () => undefined,
  };
}

function sayPart(part: unknown): string {
  if (typeof part === 'string') return part;
  return part instanceof Error ? part.message : typeof part;
}
