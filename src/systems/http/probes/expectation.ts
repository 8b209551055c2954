/** What a good answer is, as the entry says. */

import type { SystemEntry } from '../../contract.ts';
import { httpExpectation } from '../entry-shape.ts';

export interface Expectation {
  readonly method: string;
  readonly timeoutMs: number;
  readonly slowMs: number;
  isStatus(status: number): boolean;
  isBody(body: string): boolean;
  /** Data is expected, by the text that is looked for: JSON, and no page for people. */
  readonly isOfData: boolean;
}

/** Throws ZodError when the entry is not one of this kind: the pool only hands out such. */
export function expectationOf(entry: SystemEntry): Expectation {
  const given = httpExpectation.parse(entry);
  const { expectStatus } = given;
  const pattern = given.expectBody === undefined ? null : new RegExp(given.expectBody);
  return {
    method: given.method,
    timeoutMs: given.timeoutMs,
    slowMs: given.slowMs,
    isStatus(status) {
      if (typeof expectStatus === 'number') return status === expectStatus;
      if (typeof expectStatus === 'string') return Math.floor(status / 100) === Number(expectStatus[0]);
      return expectStatus.includes(status);
    },
    isOfData: /^\^?\\?[{[]|"[\w-]+\\?"\s*(?:\\s[*+]?)?:/.test(given.expectBody ?? ''),
    isBody: (body) => pattern === null || pattern.test(body),
  };
}
