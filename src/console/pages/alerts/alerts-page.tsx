/** Every alert that came, told or not: found by state, labels or words, read live, silenced from here. */

import '../../style/alerts.css';
import { Button } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { AlertListed } from '../../../domain/view.ts';
import { Empty, ErrorNote, Loading } from '../../parts/feedback.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { useText } from '../../preferences/preferences.tsx';
import { AlertDrawer } from './alert-drawer.tsx';
import { filterOf, isNarrowed, withMatcher } from './alert-filter.ts';
import { AlertFilters } from './alert-filters.tsx';
import { AlertList } from './alert-list.tsx';
import { SilenceDialog } from './silence-dialog.tsx';
import { useAlertStream } from './use-alert-stream.ts';
import { useChosen } from './use-chosen.ts';

export function AlertsPage() {
  const t = useText();
  useTitle(t('alertList.title'));
  const [search, setSearch] = useSearchParams();
  const filter = filterOf(search);
  const list = useRef<HTMLOListElement>(null);
  const opened = search.get('alert');
  useFocusBack(list, search.get('period'));
  const [silencing, setSilencing] = useState<readonly AlertListed[] | null>(null);
  const chosen = useChosen(JSON.stringify(filter));
  const view = useAlertStream(filter, () => {
    const isRead = list.current?.contains(document.activeElement) ?? false;
    return opened === null && chosen.ids.size === 0 && !isRead && (list.current?.closest('.shell-content')?.scrollTop ?? 0) < 40;
  });

  const narrow = useNarrow(setSearch);
  const clear = (): void => setSearch({}, { replace: true });
  const rows = view.stream?.rows ?? [];
  const selected = rows.map(({ alert }) => alert).filter(({ id }) => chosen.ids.has(id));
  return (
    <div className="page alerts-page">
      <PageHead />
      <AlertFilters filter={filter} seen={rows.map(({ alert }) => alert.source)} onChange={narrow} onClear={clear} />
      {view.error !== null && <ErrorNote error={view.error} onRetry={view.reload} />}
      {view.stream === null && view.error === null && <Loading />}
      {view.stream !== null && (
        <AlertList
          list={list}
          view={view}
          stream={view.stream}
          chosen={chosen}
          openedId={search.get('period')}
          onSilence={setSilencing}
          empty={<NothingFound isNarrowed={isNarrowed(filter)} onClear={clear} />}
        />
      )}
      {chosen.ids.size > 0 && <SelectionBar count={chosen.ids.size} onSilence={() => setSilencing(selected)} onClear={chosen.clear} />}
      {opened !== null && (
        <AlertDrawer
          fingerprint={opened}
          periodId={search.get('period')}
          known={rows.find(({ alert }) => alert.id === search.get('period'))?.alert ?? null}
          onPeriod={(period) => narrow({ period })}
          onLabel={(name, value) => narrow({ match: withMatcher(filter.match, name, value), alert: '', period: '' })}
          onSilence={(alert) => setSilencing([alert])}
          onClose={() => narrow({ alert: '', period: '' })}
        />
      )}
      {silencing !== null && silencing.length > 0 && (
        <SilenceDialog
          alerts={silencing}
          onClose={() => setSilencing(null)}
          onDone={() => {
            setSilencing(null);
            chosen.clear();
            view.reload();
          }}
        />
      )}
    </div>
  );
}

/** Where the drawer closes, the keys go on from the row that it was about. */
function useFocusBack(list: { readonly current: HTMLElement | null }, periodId: string | null): void {
  const last = useRef<string | null>(null);
  useEffect(() => {
    if (periodId === null && last.current !== null) {
      list.current?.querySelector<HTMLElement>(`[data-alert="${CSS.escape(last.current)}"] .row-link`)?.focus({ preventScroll: true });
    }
    last.current = periodId;
  }, [list, periodId]);
}

function PageHead() {
  const t = useText();
  return (
    <header className="page-head">
      <h1>{t('alertList.title')}</h1>
      <p className="faint alert-keys">{t('alertList.keys')}</p>
    </header>
  );
}

/** Changes some of what the address holds; what is empty is left out. */
function useNarrow(setSearch: ReturnType<typeof useSearchParams>[1]): (change: Readonly<Record<string, string>>) => void {
  return useCallback(
    (change) =>
      setSearch(
        (now) => {
          const next = new URLSearchParams(now);
          for (const [name, value] of Object.entries(change)) {
            if (value === '') next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: true, preventScrollReset: true },
      ),
    [setSearch],
  );
}

interface SelectionBarProps {
  readonly count: number;
  readonly onSilence: () => void;
  readonly onClear: () => void;
}

function SelectionBar({ count, onSilence, onClear }: SelectionBarProps) {
  const t = useText();
  return (
    <div className="alert-bar" role="toolbar" aria-label={t('alertList.chosen', { count })}>
      <strong>{t('alertList.chosen', { count })}</strong>
      <Button type="primary" onClick={onSilence}>
        {t('alertDrawer.silence')}
      </Button>
      <Button onClick={onClear}>{t('alertList.unchoose')}</Button>
    </div>
  );
}

function NothingFound({ isNarrowed: isFiltered, onClear }: { readonly isNarrowed: boolean; readonly onClear: () => void }) {
  const t = useText();
  if (!isFiltered) return <Empty title={t('alertList.empty')}>{t('alertList.empty.body')}</Empty>;
  return (
    <Empty title={t('alertList.empty.found')}>
      <p>{t('alertList.empty.found.body')}</p>
      <Button onClick={onClear}>{t('alertList.clear')}</Button>
    </Empty>
  );
}
