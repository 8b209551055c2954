/** j and k walk over a list's links; Enter on a link is the browser's own. */

import { useShortcuts } from '../../parts/use-shortcuts.ts';

export function useRowKeys(list: { readonly current: HTMLElement | null }): void {
  function walk(step: 1 | -1): void {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('a.row-link') ?? [])];
    const at = rows.findIndex((row) => row.isSameNode(document.activeElement));
    const next = at < 0 ? rows[0] : rows[at + step];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  }
  useShortcuts({ j: () => walk(1), k: () => walk(-1) });
}
