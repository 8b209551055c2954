/** Errors in a log that say only that something failed, or are too few to be told: no cause, and no health either. */

import { isTopErrorTold } from '../analysis/logs/top-error.ts';
import type { Evidence } from '../domain/evidence.ts';

const newErrorsMin = 3;
/** Of a log that is too young to be compared. */
const fewMin = 2;
const fewShareMin = 0.1;
/** What clients did wrong says nothing of the service. */
const ofClients = /\bclient error\b|\b4\d\d\b/i;

/** Pure: whether a look found errors that are new, began in a calm log or fill a young one, and give no reason; or some that are part of a young one. */
export function hasBareErrors({ facts }: Pick<Evidence, 'facts'>): boolean {
  const read = (name: string): unknown => facts[`logs.${name}`];
  if (read('newErrorSaysWhy') === false && Number(read('newErrorCount') ?? 0) >= newErrorsMin) return true;
  return (read('topErrorSaysWhy') === false && isTopErrorTold(read)) || hasFewErrors(read);
}

function hasFewErrors(read: (name: string) => unknown): boolean {
  const isYoung = read('isCompared') === false;
  const isPart = Number(read('errors') ?? 0) >= fewMin && Number(read('errorRatio') ?? 0) >= fewShareMin;
  return isYoung && isPart && !ofClients.test(String(read('topError') ?? ''));
}
