/** What was there last, while what comes next is on its way. */

import { useEffect, useRef } from 'react';
import type { Resource } from './resource-store.ts';

/** What is loaded, or the last that was: a list stays in its place while its filter is narrowed, and goes when that fails. */
export function useLast<T>({ value, error }: Resource<T>): T | null {
  const last = useRef(value);
  useEffect(() => {
    if (value !== null) last.current = value;
  }, [value]);
  return value ?? (error === null ? last.current : null);
}
