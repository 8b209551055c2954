/** Errors in a log that say only that something failed: no cause, and no health either. */

import { isTopErrorTold } from '../analysis/logs/top-error.ts';
import type { Evidence } from '../domain/evidence.ts';

const newErrorsMin = 3;

/** Pure: whether a look found errors that are new, began in a calm log or fill a young one, and give no reason. */
export function hasBareErrors({ facts }: Pick<Evidence, 'facts'>): boolean {
  const read = (name: string): unknown => facts[`logs.${name}`];
  if (read('newErrorSaysWhy') === false && Number(read('newErrorCount') ?? 0) >= newErrorsMin) return true;
  return read('topErrorSaysWhy') === false && isTopErrorTold(read);
}
