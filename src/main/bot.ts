/** The server of a cluster: chat, API, intake and console; workflows run in workers. Needs DATABASE_URL and TEMPORAL_ADDRESS. */

import { readEnvironment } from '../config/environment.ts';
import { builtInKinds } from '../systems/registry.ts';
import { systemClock } from './clock.ts';
import { explainFailure } from './explain-failure.ts';
import { runHouse } from './run-house.ts';

const environment = readEnvironment();

try {
  await runHouse(environment, { server: true, worker: false }, systemClock, builtInKinds);
} catch (error) {
  process.stderr.write(`${explainFailure(error, environment)}\n`);
  process.exit(1);
}
