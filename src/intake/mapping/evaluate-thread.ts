/** The thread in which mappings are evaluated: started by `evaluator.ts` with its limits, one message after the other. */

import { parentPort, workerData } from 'node:worker_threads';
import type { AlertMapping } from '../../config/alert-sources.ts';
import { createEvaluate, type EvaluationLimits, type Message } from './evaluate.ts';

const evaluate = createEvaluate(workerData as EvaluationLimits);
let last: Promise<unknown> = Promise.resolve();

parentPort?.on(
  'message',
  ({ id, mapping, message }: { readonly id: number; readonly mapping: AlertMapping; readonly message: Message }) => {
    last = last.then(async () => parentPort?.postMessage({ id, evaluated: await evaluate(mapping, message) }));
  },
);
