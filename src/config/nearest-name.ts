/** What a person probably meant to type. */

import { closest, distance } from 'fastest-levenshtein';

/** The valid name that is nearest to the given one, or null when none is near enough to be a typing error. */
export function nearestName(given: string, valid: readonly string[]): string | null {
  if (valid.length === 0 || given.length > 200) return null;
  const spelled = given.toLowerCase();
  const sameLetters = valid.find((name) => flatten(name) === flatten(given));
  if (sameLetters !== undefined) return sameLetters;
  const nearest = closest(
    spelled,
    valid.map((name) => name.toLowerCase()),
  );
  const found = valid.find((name) => name.toLowerCase() === nearest);
  const editsMax = given.length <= 3 ? 1 : given.length <= 8 ? 2 : 3;
  return found !== undefined && distance(spelled, nearest) <= editsMax ? found : null;
}

/** `require_two_for`, `require-two-for` and `requireTwoFor` are the same word. */
function flatten(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
