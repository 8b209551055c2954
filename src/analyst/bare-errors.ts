/** Errors in a log that say only that something failed: no cause, and no health either. */

import type { Evidence } from '../domain/evidence.ts';

const errorsMin = 3;
const shareMin = 0.2;

/** Pure: whether a look found errors that are new, began in a calm log or fill a young one, and give no reason. */
export function hasBareErrors({ facts }: Pick<Evidence, 'facts'>): boolean {
  const numberOf = (name: string): number => Number(facts[`logs.${name}`] ?? 0);
  if (facts['logs.newErrorSaysWhy'] === false && numberOf('newErrorCount') >= errorsMin) return true;
  if (facts['logs.topErrorSaysWhy'] !== false || numberOf('topErrorCount') < errorsMin) return false;
  return numberOf('calmEntries') > 0 || (facts['logs.isCompared'] === false && numberOf('errorRatio') >= shareMin);
}
