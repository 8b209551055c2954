/** Settings come as nested objects, flat keys, or both at once; here they are one flat table. */

/** Leaves are text; null leaves are left out. */
export function flatten(given: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  collect(given, '', found);
  return found;
}

function collect(given: unknown, path: string, found: Map<string, string>): void {
  if (given === null || given === undefined) return;
  if (Array.isArray(given)) {
    if (given.length > 0) found.set(path, given.map(String).join(','));
    return;
  }
  if (typeof given !== 'object') {
    found.set(path, String(given));
    return;
  }
  for (const [name, value] of Object.entries(given)) collect(value, path === '' ? name : `${path}.${name}`, found);
}
