/** A worker of a cluster: runs workflows and activities; any number of them. Needs DATABASE_URL and TEMPORAL_ADDRESS. */

import { readEnvironment } from '../config/environment.ts';
import { builtInKinds } from '../systems/registry.ts';
import { systemClock } from './clock.ts';
import { explainFailure } from './explain-failure.ts';
import { runHouse } from './run-house.ts';

const environment = readEnvironment();

try {
  await runHouse(environment, { server: false, worker: true }, systemClock, builtInKinds);
} catch (error) {
  process.stderr.write(`${explainFailure(error, environment)}\n`);
  process.exit(1);
}
