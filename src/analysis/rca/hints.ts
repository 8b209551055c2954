/** Whether an alert or a question speaks of a fault, by the hints of its signature. */

import type { Signature } from '../../domain/signature.ts';

/** A deadlock is of a lock, and a shutdown of what is down. */
const compounds = 'break|dead|live|over|shut|slow';

const patterns = new Map<string, RegExp>();

/**
 * Whether the words of the alert or the question speak of such a fault. A hint of up to four Latin letters counts at the beginning of a
 * word only, also inside a name such as `KafkaConsumerLag`: there is an `ups` in every group, a `port` in a report and a `hang` in a change.
 */
export function isHintedBy({ hints }: Pick<Signature, 'hints'>, words: string): boolean {
  return hints !== undefined && patternOf(hints).test(`${words}\n${inWords(words)}`);
}

function patternOf(hints: string): RegExp {
  const known = patterns.get(hints);
  if (known !== undefined) return known;
  const pattern = new RegExp(hints.replace(/(?<=^|[|(])[a-z]{1,4}(?=$|[|)])/g, `(?:(?<![a-z])|(?<=${compounds}))$&`), 'i');
  patterns.set(hints, pattern);
  return pattern;
}

/** `HighCPUUsage` as `High CPU Usage`. */
function inWords(text: string): string {
  return text.replace(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, ' ');
}
