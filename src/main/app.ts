/** The application's process in the embedded mode: bot, worker, API and embedded database in one, below the supervisor. */

import { readEnvironment } from '../config/environment.ts';
import { ZhibanError } from '../domain/errors.ts';
import { builtInKinds } from '../systems/registry.ts';
import { systemClock } from './clock.ts';
import { explainFailure } from './explain-failure.ts';
import { runHouse } from './run-house.ts';

const environment = readEnvironment();

try {
  const house = await runHouse(environment, { server: true, worker: true }, systemClock, builtInKinds);
  house.onConfigChange(({ changed, needsRestart }) => process.send?.({ type: 'configured', changed, needsRestart }));
  process.send?.({ type: 'ready', url: house.loginUrl ?? house.url, loginUrl: house.loginUrl });
} catch (error) {
  const message = explainFailure(error, environment);
  process.stderr.write(`${message}\n`);
  // What the configuration or the data directory refuses won't be better the next time.
  const isFatal = error instanceof ZhibanError && error.kind !== 'unavailable';
  if (isFatal) process.send?.({ type: 'fatal', message });
  process.exitCode = 1;
  process.disconnect?.();
  setTimeout(() => process.exit(1), 500).unref();
}
