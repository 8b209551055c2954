/** Whether the most telling error of a log counts: it began in a calm log, or fills one that is too young to be compared. */

const errorsMin = 3;
const shareMin = 0.2;

/** `read` gives a fact of the look at the log by its name without `logs.`. */
export function isTopErrorTold(read: (name: string) => unknown): boolean {
  const numberOf = (name: string): number => Number(read(name) ?? 0);
  if (numberOf('calmEntries') > 0) return true;
  return read('isCompared') === false && numberOf('errorRatio') >= shareMin && numberOf('topErrorCount') >= errorsMin;
}
