/** The rows with their keys, what waits above them, and what is older below. */

import { Button } from 'antd';
import { type ReactNode, type RefObject, useCallback, useEffect, useMemo, useRef } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { AlertListed } from '../../../domain/view.ts';
import { useShortcuts } from '../../parts/use-shortcuts.ts';
import { useText } from '../../preferences/preferences.tsx';
import { useRowKeys } from '../incidents/use-row-keys.ts';
import { AlertRow } from './alert-row.tsx';
import type { AlertStream } from './alert-stream.ts';
import type { AlertStreamView } from './use-alert-stream.ts';
import type { Chosen } from './use-chosen.ts';

export interface AlertListProps {
  readonly list: RefObject<HTMLOListElement | null>;
  readonly view: AlertStreamView;
  readonly stream: AlertStream;
  readonly chosen: Chosen;
  readonly openedId: string | null;
  readonly onSilence: (alerts: readonly AlertListed[]) => void;
  readonly empty: ReactNode;
}

export function AlertList({ list, view, stream, chosen, openedId, onSilence, empty }: AlertListProps) {
  const t = useText();
  const { rows, waiting, cursor } = stream;
  const order = useMemo(() => rows.map(({ alert }) => alert.id), [rows]);
  const latest = useRef(order);
  latest.current = order;
  const { toggle } = chosen;
  const choose = useCallback((id: string, isRange: boolean) => toggle(id, isRange, latest.current), [toggle]);
  const addressOf = useAddress();
  useAlertKeys(list, rows, chosen, choose, onSilence);
  return (
    <>
      {waiting.length > 0 && (
        <button type="button" className="alert-new" onClick={view.showNew}>
          {t('alertList.new', { count: waiting.length })}
        </button>
      )}
      {rows.length === 0 && waiting.length === 0 && empty}
      {rows.length > 0 && (
        <ol className="alert-list" ref={list}>
          {rows.map(({ alert, isGone }) => (
            <AlertRow
              key={alert.id}
              alert={alert}
              isGone={isGone}
              isChosen={chosen.ids.has(alert.id)}
              isOpen={alert.id === openedId}
              to={addressOf(alert)}
              onChoose={choose}
            />
          ))}
        </ol>
      )}
      {rows.length > 0 && (
        <p className="alert-end faint">
          {t(cursor === null ? 'alertList.shown' : 'alertList.shownMore', { count: rows.length })}
          {cursor !== null && <OlderButton isBusy={view.isLoadingMore} onLoad={view.loadMore} />}
        </p>
      )}
    </>
  );
}

function useAddress(): (alert: AlertListed) => string {
  const [search] = useSearchParams();
  const text = useMemo(() => {
    const rest = new URLSearchParams(search);
    rest.delete('alert');
    rest.delete('period');
    return rest.toString();
  }, [search]);
  return useCallback(
    ({ fingerprint, id }) =>
      `?${new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(text)), alert: fingerprint, period: id })}`,
    [text],
  );
}

/** `x` ticks the row that has the focus, `s` silences what is ticked or else that row, `i` opens its incident. */
function useAlertKeys(
  list: AlertListProps['list'],
  rows: AlertStream['rows'],
  chosen: Chosen,
  choose: (id: string, isRange: boolean) => void,
  onSilence: AlertListProps['onSilence'],
): void {
  const navigate = useNavigate();
  useRowKeys(list);
  function focused(): AlertListed | null {
    const id = document.activeElement?.closest<HTMLElement>('[data-alert]')?.dataset.alert;
    return rows.find(({ alert }) => alert.id === id)?.alert ?? null;
  }
  useShortcuts({
    x: () => {
      const alert = focused();
      if (alert !== null) choose(alert.id, false);
    },
    s: () => {
      const ticked = rows.map(({ alert }) => alert).filter(({ id }) => chosen.ids.has(id));
      const alert = focused();
      if (ticked.length > 0) onSilence(ticked);
      else if (alert !== null) onSilence([alert]);
    },
    i: () => {
      const code = focused()?.incidentCode ?? null;
      if (code !== null) void navigate(`/incidents/${code}`);
    },
  });
}

/** Loads by itself when it comes into sight. */
function OlderButton({ isBusy, onLoad }: { readonly isBusy: boolean; readonly onLoad: () => Promise<void> }) {
  const t = useText();
  const button = useRef<HTMLSpanElement>(null);
  const latest = useRef(onLoad);
  latest.current = onLoad;
  useEffect(() => {
    const element = button.current;
    if (element === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) void latest.current();
      },
      { rootMargin: '600px' },
    );
    // Observed anew after each page, since it may still be in sight.
    if (!isBusy) observer.observe(element);
    return () => observer.disconnect();
  }, [isBusy]);
  return (
    <span ref={button}>
      <Button size="small" loading={isBusy} onClick={() => void onLoad()}>
        {t('action.more')}
      </Button>
    </span>
  );
}
