/** A moment: relative in the text, absolute on hover, in the reader's zone. */

import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import { usePreferences } from '../preferences/preferences.tsx';
import { absoluteTime, clockTime, relativeTime } from './time-text.ts';

const NowContext = createContext(0);
const tickMs = 10_000;

/** One clock for the whole page, so that a hundred times don't mean a hundred timers. */
export function NowProvider({ children }: { readonly children: ReactNode }) {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  return <NowContext value={nowMs}>{children}</NowContext>;
}

export function useNow(): number {
  return use(NowContext);
}

export function When({ at, form = 'relative' }: { readonly at: string; readonly form?: 'relative' | 'clock' }) {
  const { locale } = usePreferences();
  const nowMs = useNow();
  const text = form === 'clock' ? clockTime(locale, at, nowMs) : relativeTime(locale, at, nowMs);
  return (
    <time dateTime={at} title={absoluteTime(locale, at)}>
      {text}
    </time>
  );
}
