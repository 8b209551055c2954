/** Opens the house for a process and closes it in order when the process is asked to end. */

import type { Environment } from '../config/environment.ts';
import type { Clock } from '../domain/clock.ts';
import type { AnySystemKind } from '../systems/any-kind.ts';
import type { EngineState } from './wire/health.ts';
import { type House, openHouse, type Parts } from './wire/wire.ts';

/** An orderly end takes no longer; what isn't done by then is picked up at the next start. */
const closeWithinMs = 9_000;

export async function runHouse(environment: Environment, parts: Parts, clock: Clock, kinds: readonly AnySystemKind[]): Promise<House> {
  const house = await openHouse(environment, parts, clock, kinds);
  let isClosing = false;
  const close = (): void => {
    if (isClosing) return;
    isClosing = true;
    setTimeout(() => process.exit(1), closeWithinMs).unref();
    house.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', close);
  process.on('SIGINT', close);
  process.on('message', (message) => {
    const engine = parseEngine(message);
    if (engine !== null) house.setEngine(engine);
  });
  return house;
}

const states = ['building', 'starting', 'ready', 'down'] as const;

function parseEngine(message: unknown): EngineState | null {
  if (typeof message !== 'object' || message === null || Reflect.get(message, 'type') !== 'engine') return null;
  const state = states.find((each) => each === Reflect.get(message, 'state'));
  return state === undefined ? null : { state, detail: String(Reflect.get(message, 'detail') ?? '') };
}
