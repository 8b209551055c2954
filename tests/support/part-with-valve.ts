/** One part of a cluster as its own process, with the valve as its only kind of system: `part-with-valve.ts server` or `… worker`. */

import { readEnvironment } from '../../src/config/environment.ts';
import { systemClock } from '../../src/main/clock.ts';
import { runHouse } from '../../src/main/run-house.ts';
import { valveKind } from './valve-kind.ts';

const isServer = process.argv[2] === 'server';
const house = await runHouse(readEnvironment(), { server: isServer, worker: !isServer }, systemClock, [valveKind]);
process.stdout.write(`${JSON.stringify({ url: house.url })}\n`);
