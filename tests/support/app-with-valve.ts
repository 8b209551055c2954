/** The application as `npm start` runs it, with the valve as one more kind of system. */

import { readEnvironment } from '../../src/config/environment.ts';
import { systemClock } from '../../src/main/clock.ts';
import { runHouse } from '../../src/main/run-house.ts';
import { valveKind } from './valve-kind.ts';

const house = await runHouse(readEnvironment(), { server: true, worker: true }, systemClock, [valveKind]);
process.stdout.write(`${JSON.stringify({ url: house.url })}\n`);
