/**
 * Answers that a real Jaeger gave, said again: it takes minutes to build, so that the suite can't do it. Where one is built, the contract
 * suite asks that one as well.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { z } from 'zod';
import type { Clock } from '../../../src/domain/clock.ts';
import { systemClock } from '../../support/system-clock.ts';
import { type Site, startSite } from '../http/site.ts';

export const answersPath = join(import.meta.dirname, 'answers-v1.62.0.json.br');

const recorded = z.looseObject({
  recordedAtMs: z.number(),
  bodies: z.array(z.string()),
  answers: z.array(z.strictObject({ scene: z.string(), asked: z.string(), status: z.number(), body: z.number() })),
});

export interface Answer {
  readonly scene: string;
  readonly asked: string;
  readonly status: number;
  readonly body: string;
}

export interface Recorded {
  readonly recordedAtMs: number;
  /** Stands where it stood when the answers were given. */
  readonly clock: Clock;
  start(scene: string): Promise<Site>;
}

export function readRecorded(): Recorded {
  const { recordedAtMs, bodies, answers } = recorded.parse(JSON.parse(brotliDecompressSync(readFileSync(answersPath)).toString()));
  return {
    recordedAtMs,
    clock: clockAt(recordedAtMs),
    start: (scene) =>
      startSite((request, response) => {
        const found = answers.find((each) => each.scene === scene && each.asked === request.url);
        response.writeHead(found?.status ?? 404).end(bodies[found?.body ?? -1] ?? `not recorded: ${request.url ?? ''}`);
      }),
  };
}

export function clockAt(ms: number): Clock {
  return { ...systemClock, now: () => ms };
}
