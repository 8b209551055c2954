/** The alerts that fit a filter, live: the newest page is read again when something happens, at most once a second, and older ones on demand. */

import { useCallback, useEffect, useRef, useState } from 'react';
import type { AlertPage } from '../../api/alert-calls.ts';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { useNotices } from '../../parts/use-notices.tsx';
import { usePreferences } from '../../preferences/preferences.tsx';
import { type AlertFilter, queryOf } from './alert-filter.ts';
import { type AlertStream, appendPage, letIn, refreshStream, startStream } from './alert-stream.ts';

const pageSize = 100;
const pauseMs = 1_000;
/** What was kept back is told by no event. */
const lookAgainMs = 15_000;

export interface AlertStreamView {
  /** Null while the first page is on its way. */
  readonly stream: AlertStream | null;
  readonly error: unknown;
  readonly isLoadingMore: boolean;
  readonly reload: () => void;
  readonly showNew: () => void;
  readonly loadMore: () => Promise<void>;
}

/** `canMove` is asked when something new has come. */
export function useAlertStream(filter: AlertFilter, canMove: () => boolean): AlertStreamView {
  const { calls } = useBackend();
  const { locale } = usePreferences();
  const notices = useNotices();
  const key = `alerts ${locale} ${JSON.stringify(filter)}`;
  const [held, setHeld] = useState<{ readonly key: string; readonly page: AlertPage; readonly stream: AlertStream } | null>(null);
  const [isLoadingMore, setIsLoadingMore] = useState(false);
  const lastMs = useRef(0);
  const mayMove = useRef(canMove);
  mayMove.current = canMove;

  const newest = useResource(
    key,
    async () => {
      const waitMs = lastMs.current + pauseMs - Date.now();
      if (held?.key === key && waitMs > 0) await new Promise((done) => setTimeout(done, waitMs));
      lastMs.current = Date.now();
      return calls.alerts({ ...queryOf(filter, Date.now()), limit: pageSize });
    },
    () => ['incidents', 'alerts'],
  );
  const page = newest.value;
  useEffect(() => {
    if (page === null) return;
    setHeld((now) => {
      if (now === null || now.key !== key) return { key, page, stream: startStream(page) };
      return now.page === page ? now : { key, page, stream: refreshStream(now.stream, page, mayMove.current()) };
    });
  }, [page, key]);
  useLookAgain(newest.reload);

  const stream = held !== null && held.key === key ? held.stream : null;
  const change = useCallback(
    (to: (stream: AlertStream) => AlertStream) =>
      setHeld((now) => (now === null || now.key !== key ? now : { ...now, stream: to(now.stream) })),
    [key],
  );
  async function loadMore(): Promise<void> {
    const cursor = stream?.cursor ?? null;
    if (cursor === null || isLoadingMore) return;
    setIsLoadingMore(true);
    try {
      const older = await calls.alerts({ ...queryOf(filter, Date.now()), limit: pageSize, cursor });
      change((now) => appendPage(now, older));
    } catch (error) {
      notices.failed(error);
    }
    setIsLoadingMore(false);
  }
  return { stream, error: newest.error, isLoadingMore, reload: newest.reload, showNew: () => change(letIn), loadMore };
}

function useLookAgain(reload: () => void): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') reload();
    }, lookAgainMs);
    return () => clearInterval(timer);
  }, [reload]);
}
