/** `zhiban server` and `zhiban worker`: one part of a cluster as this process, until it is asked to end. */

import { builtInKinds } from '../../systems/registry.ts';
import { systemClock } from '../clock.ts';
import { runHouse } from '../run-house.ts';
import type { CliContext } from './context.ts';
import type { ExitCode } from './exit-codes.ts';

/** Returns only by throwing, when the part can't be started; a signal ends the process in order. */
export async function runPart(context: CliContext, part: 'server' | 'worker'): Promise<ExitCode> {
  await runHouse(context.environment, { server: part === 'server', worker: part === 'worker' }, systemClock, builtInKinds);
  return await new Promise(() => undefined);
}
