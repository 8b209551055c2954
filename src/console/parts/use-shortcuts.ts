/** Keys: single ones, and two in a row such as `g i`, named ones in small letters. Silent while someone types or a dialog is open. */

import { useEffect, useRef } from 'react';

export type Shortcuts = Readonly<Record<string, () => void>>;

const sequenceMs = 1_000;

export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    let first: { key: string; atMs: number } | null = null;
    function listen(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target)) return;
      const key = event.key.length > 1 ? event.key.toLowerCase() : event.key;
      const isSecond = first !== null && event.timeStamp - first.atMs < sequenceMs;
      const pair = isSecond ? latest.current[`${first?.key} ${key}`] : undefined;
      // Behind `g` a key means a page, for every part that listens: `g s` must not also be the `s` of the page that is left.
      const action = pair ?? (isSecond && first?.key === 'g' ? undefined : latest.current[key]);
      first = { key, atMs: event.timeStamp };
      if (!action) return;
      event.preventDefault();
      first = null;
      action();
    }
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

function isBusy(target: EventTarget | null): boolean {
  if (target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))) return true;
  return document.querySelector('.ant-modal-wrap:not([style*="display: none"]), .ant-drawer-open') !== null;
}
