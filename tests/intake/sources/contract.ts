/** Fixtures of the sources, and how they are read in the tests. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IncomingAlert } from '../../../src/domain/alert.ts';
import type { ParseContext, RawRequest } from '../../../src/intake/contract.ts';
import { findSource } from '../../../src/intake/registry.ts';

export const context: ParseContext = {
  now: '2026-11-21T02:30:00.000Z',
  jsonMapping: null,
  utcOffset: '+08:00',
  groupBy: ['alertname'],
  resolveTimeoutMs: 300_000,
};

export function readFixture(source: string, name: string, ending = 'json'): string {
  return readFileSync(join(import.meta.dirname, '..', 'fixtures', source, `${name}.${ending}`), 'utf8').trim();
}

/** What comes of a request with this body, read as the source reads it; the query of one that is called without a body is its fixture. */
export function parseText(source: string, text: string, headers: RawRequest['headers'] = {}): readonly IncomingAlert[] {
  const kind = findSource(source);
  if (kind === null) throw new Error(`no source ${source}`);
  const query = kind.takesGet === true ? JSON.parse(text) : {};
  const request: RawRequest = { headers, query, text, json: () => JSON.parse(text) };
  return kind.parse(kind.read === undefined ? request.json() : kind.read(request), context);
}

export function parseFixture(source: string, name: string, ending = 'json'): readonly IncomingAlert[] {
  return parseText(source, readFixture(source, name, ending));
}
