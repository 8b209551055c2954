/** The log: lines of JSON, or readable ones on a terminal. Whatever is logged passes through the masking of secrets first. */

import picocolors from 'picocolors';
import { type DestinationStream, destination, pino } from 'pino';
import { maskSecrets, maskSecretsDeep } from '../domain/mask-secrets.ts';
import { plainValue, readLogLine } from './log-line.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The message is fixed and a full sentence; whatever varies is a field. */
export interface Log {
  debug(fields: Fields, message: string): void;
  info(fields: Fields, message: string): void;
  warn(fields: Fields, message: string): void;
  error(fields: Fields, message: string): void;
  /** A log that adds the fields to every line. */
  child(fields: Fields): Log;
}

export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** Readable lines instead of JSON. */
  readonly isPretty: boolean;
  /** Standard error unless told otherwise, because standard output belongs to what a command answers. */
  readonly write?: (line: string) => void;
  readonly fields?: Fields;
}

export function createLog(options: LogOptions): Log {
  const { write } = options;
  const sink: DestinationStream = write === undefined ? destination({ fd: 2, sync: true }) : { write };
  const target: DestinationStream = options.isPretty ? { write: (line) => sink.write(prettyLine(line)) } : sink;
  const logger = pino(
    {
      level: options.level,
      base: options.fields ?? {},
      timestamp: pino.stdTimeFunctions.isoTime,
      messageKey: 'message',
      formatters: { level: (label) => ({ level: label }) },
    },
    target,
  );
  return wrap(logger, {});
}

type Level = 'debug' | 'info' | 'warn' | 'error';

function wrap(logger: Pick<ReturnType<typeof pino>, Level | 'isLevelEnabled'>, own: Fields): Log {
  const at = (level: Level) => (fields: Fields, message: string) => {
    if (logger.isLevelEnabled(level)) logger[level](maskFields({ ...own, ...fields }), maskSecrets(message));
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => wrap(logger, { ...own, ...fields }),
  };
}

function maskFields(fields: Fields): Fields {
  const plain = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, value instanceof Error ? errorFields(value) : value]),
  );
  return maskSecretsDeep(plain);
}

/** Errors lose their fields when they become JSON; these are the ones worth keeping. */
function errorFields(error: Error, depth = 0): Fields {
  const cause = error.cause instanceof Error && depth < 3 ? { cause: errorFields(error.cause, depth + 1) } : {};
  return { name: error.name, message: error.message, stack: error.stack, ...cause };
}

const colours: Readonly<Record<string, (text: string) => string>> = {
  debug: picocolors.gray,
  info: picocolors.cyan,
  warn: picocolors.yellow,
  error: picocolors.red,
};

/** `12:34:56 warn  A part is away  part=store reason="refused"`. */
export function prettyLine(line: string): string {
  const read = readLogLine(line);
  if (read === null) return line;
  const { level, time, message, fields } = read;
  const label = (colours[level] ?? picocolors.white)(level.padEnd(5));
  const rest = Object.entries(fields).map(([name, value]) => `${picocolors.dim(`${name}=`)}${plainValue(value)}`);
  return `${picocolors.dim(time.slice(11, 19))} ${label} ${message}${rest.length === 0 ? '' : `  ${rest.join(' ')}`}\n`;
}
