/** A detector as text, so that a restart goes on where it was: the same points then get the same verdicts. */

import { createDetector, type Detector } from './detector.ts';

type Plain = Readonly<Record<string, unknown>>;

/** About 250 KB for a series that has been seen for long. */
export function saveDetector(detector: Detector): string {
  return JSON.stringify(detector, (_key, value: unknown) => {
    if (value instanceof Float64Array || value instanceof Float32Array) return [...value];
    return typeof value === 'number' && !Number.isFinite(value) ? null : value;
  });
}

/** Null for a text that isn't a detector of this version. */
export function loadDetector(text: string): Detector | null {
  const detector = createDetector();
  try {
    return fill(detector, JSON.parse(text)) ? detector : null;
  } catch {
    return null;
  }
}

/** Takes over every number that has a place in the fresh state; false when the shapes differ. */
function fill(into: object, from: unknown): boolean {
  if (!isPlain(from)) return false;
  for (const [key, fresh] of Object.entries(into)) {
    const saved = from[key];
    if (Array.isArray(fresh) && fresh.every((each) => typeof each === 'number' || typeof each === 'string')) {
      if (!Array.isArray(saved) || !saved.every((each) => typeof each === 'number')) return false;
      fresh.splice(0, fresh.length, ...saved);
    } else if (fresh instanceof Float64Array || fresh instanceof Float32Array) {
      if (!Array.isArray(saved) || saved.length !== fresh.length) return false;
      for (const [index, each] of saved.entries()) fresh[index] = typeof each === 'number' ? each : Number.NaN;
    } else if (typeof fresh === 'object' && fresh !== null) {
      if (!fill(fresh, Array.isArray(saved) ? { ...saved } : saved)) return false;
    } else if (!put(into, key, fresh, saved)) return false;
  }
  return true;
}

function put(into: object, key: string, fresh: unknown, saved: unknown): boolean {
  if (typeof fresh === 'number') return Reflect.set(into, key, typeof saved === 'number' ? saved : Number.NaN);
  const isSame = fresh === null || saved === null || typeof fresh === typeof saved;
  return isSame && saved !== undefined && Reflect.set(into, key, saved);
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null;
}
