/** Hooks over the resource store. */

import { createContext, use, useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { Calls } from '../api/calls.ts';
import type { LiveState } from './live-connection.ts';
import type { Resource, ResourceStore } from './resource-store.ts';

export interface Backend {
  readonly calls: Calls;
  readonly store: ResourceStore;
  readonly liveState: LiveState;
}

export const BackendContext = createContext<Backend | null>(null);

export function useBackend(): Backend {
  const backend = use(BackendContext);
  if (backend === null) throw new Error('useBackend() outside of BackendContext');
  return backend;
}

export interface ResourceView<T> extends Resource<T> {
  readonly reload: () => void;
}

/** Loads `key` and keeps it up to date by `topics`, which may name what was loaded. A null key loads nothing. */
export function useResource<T>(
  key: string | null,
  load: () => Promise<T>,
  topics: (value: T | null) => readonly string[],
): ResourceView<T> {
  const { store } = useBackend();
  const latest = useRef(load);
  latest.current = load;

  const subscribe = useCallback(
    (listener: () => void) => (key === null ? () => {} : store.watch(key, () => latest.current(), listener)),
    [store, key],
  );
  const resource = useSyncExternalStore(subscribe, () => store.peek(key ?? ''));
  // The store is keyed by text and can't know the type; the key is made next to the loader that gives it.
  const typed = resource as Resource<T>;

  const watched = topics(typed.value).join(' ');
  useEffect(() => {
    if (key !== null) store.setTopics(key, watched.split(' '));
  }, [store, key, watched]);

  const reload = useCallback(() => {
    if (key !== null) void store.refresh(key);
  }, [store, key]);
  return useMemo(() => ({ ...typed, reload }), [typed, reload]);
}
