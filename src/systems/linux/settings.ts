/** What a host's entry may declare beside how to reach it: where actions may touch files, which services matter. */

import { z } from 'zod';
import type { LogSource } from '../logs/contract.ts';
import { argumentPatterns } from './commands/argument.ts';

const path = z.string().regex(argumentPatterns.path, 'expected an absolute path without ..');
const word = z.string().regex(argumentPatterns.word, 'expected one line of text');

const service = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,62}$/, 'expected letters, digits, dot, dash, underscore or @'),
  /**
   * A port that must be listened on, or a word of the command line of a process that must be there; both as an object.
   * Without it the name itself is the word.
   */
  check: z
    .union([
      z.number().int().min(1).max(65_535),
      z.string().min(1),
      z.strictObject({ port: z.number().int().min(1).max(65_535).optional(), process: z.string().min(1).optional() }),
    ])
    .optional(),
  /** How it is restarted; without it no restart is ever offered. The argv must return once the service is up. */
  restart: z
    .union([
      z.strictObject({ systemd: z.string().regex(argumentPatterns.unit, 'expected the name of a unit') }),
      z.strictObject({ command: z.array(word).min(1).max(64) }),
    ])
    .optional(),
});

export const settingsShape = {
  /** Directories whose old files may be moved aside; nothing else is ever cleaned. */
  cleanPaths: z
    .array(path.refine((each) => each.split('/').filter(Boolean).length >= 2, 'expected a directory at least two levels deep'))
    .default([]),
  /** Where cleaned files are kept, on another filesystem than theirs. */
  quarantine: path.optional(),
  services: z.array(service).default([]),
} as const;

export type DeclaredService = z.infer<typeof service>;

export interface LinuxSettings {
  readonly cleanPaths: readonly string[];
  readonly quarantine?: string | undefined;
  readonly services: readonly DeclaredService[];
  readonly logs: readonly LogSource[];
}

export interface Expectation {
  readonly port: number | null;
  /** A word of the command line. */
  readonly process: string | null;
}

export function expectationOf(service: DeclaredService): Expectation {
  const { check, name } = service;
  if (check === undefined) return { port: null, process: name };
  if (typeof check === 'number') return { port: check, process: null };
  if (typeof check === 'string') return { port: null, process: check };
  return { port: check.port ?? null, process: check.process ?? (check.port === undefined ? name : null) };
}
