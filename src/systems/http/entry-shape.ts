/** The part of an http entry that probes need to judge an answer. */

import { z } from 'zod';

const status = z.number().int().min(100).max(599);

export const expectationShape = {
  method: z.enum(['GET', 'HEAD', 'POST', 'OPTIONS']).default('GET'),
  /** A status, a list of them, or a class such as `2xx`. */
  expectStatus: z.union([status, z.array(status).min(1), z.string().regex(/^[1-5]xx$/)]).default('2xx'),
  /** A regular expression that the body must match. */
  expectBody: z.string().max(500).refine(isPattern, { error: 'expected a regular expression' }).optional(),
  timeoutMs: z.number().int().min(100).max(30_000).default(5_000),
  /** From when on an answer counts as slow. */
  slowMs: z.number().int().min(10).max(30_000).default(1_000),
} as const;

export const httpExpectation = z.object(expectationShape);

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
