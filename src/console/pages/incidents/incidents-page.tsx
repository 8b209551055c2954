/** All incidents: find one by state, words or system; every row says where it stands. */

import '../../style/incidents.css';
import { Button, type InputRef, Segmented, Select } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Link, useLocation, useSearchParams } from 'react-router';
import type { IncidentSummaryView } from '../../../domain/view.ts';
import { useLast } from '../../live/use-last.ts';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { Empty, ErrorNote, Loading } from '../../parts/feedback.tsx';
import { SearchInput } from '../../parts/search-input.tsx';
import { useNotices } from '../../parts/use-notices.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { useTyped } from '../../parts/use-typed.ts';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { IncidentRow } from './incident-row.tsx';
import { useRowKeys } from './use-row-keys.ts';

const statusOf = { open: 'triggered,acknowledged,mitigated', resolved: 'resolved', all: '' } as const;
type View = keyof typeof statusOf;
const views: readonly View[] = ['open', 'resolved', 'all'];

export function IncidentsPage() {
  const t = useText();
  useTitle(t('incidents.title'));
  const { locale } = usePreferences();
  const { calls } = useBackend();
  const [search, setSearch] = useSearchParams();
  const view = views.find((one) => one === search.get('status')) ?? 'open';
  const q = search.get('q') ?? '';
  const systemId = search.get('system') ?? '';
  const filter = { status: statusOf[view], q, systemId };
  const page = useResource(
    `incidents ${locale} ${JSON.stringify(filter)}`,
    () => calls.incidents({ ...filter, cursor: null }),
    () => ['incidents'],
  );
  const list = useRef<HTMLOListElement>(null);
  useRowKeys(list);

  function narrow(change: Readonly<Record<string, string>>): void {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(change)) {
      if (value === '') next.delete(name);
      else next.set(name, value);
    }
    setSearch(next, { replace: true });
  }
  const items = useLast(page)?.items ?? [];
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('incidents.title')}</h1>
        <div className="filters">
          <Segmented<View>
            aria-label={t('incidents.filter')}
            value={view}
            options={views.map((one) => ({ value: one, label: t(`incidents.${one}`) }))}
            onChange={(next) => narrow({ status: next })}
          />
          <SystemFilter value={systemId} onChange={(next) => narrow({ system: next })} />
          <SearchField value={q} onChange={(next) => narrow({ q: next })} />
        </div>
      </header>
      {page.error !== null && <ErrorNote error={page.error} onRetry={page.reload} />}
      {items.length === 0 && page.value === null && page.error === null && <Loading />}
      {page.value !== null && items.length === 0 && (
        <NothingFound isFiltered={q !== '' || systemId !== '' || view !== 'open'} onClear={() => setSearch({})} />
      )}
      {items.length > 0 && (
        <ol className="incident-list" ref={list} aria-busy={page.value === null}>
          {items.map((incident) => (
            <IncidentRow key={incident.id} incident={incident} />
          ))}
          {page.value !== null && <MoreIncidents key={page.value.nextCursor ?? 'end'} cursor={page.value.nextCursor} filter={filter} />}
        </ol>
      )}
    </div>
  );
}

function SystemFilter({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const t = useText();
  const { locale } = usePreferences();
  const { calls } = useBackend();
  const systems = useResource(
    `systems ${locale}`,
    () => calls.systems(),
    () => ['systems'],
  );
  const options = (systems.value?.items ?? []).map((system) => ({ value: system.id, label: system.id }));
  return (
    <Select
      className="system-filter"
      aria-label={t('facts.systems')}
      value={value}
      showSearch
      options={[{ value: '', label: t('incidents.anySystem') }, ...options]}
      onChange={onChange}
    />
  );
}

function SearchField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const t = useText();
  const location = useLocation();
  const field = useRef<InputRef>(null);
  const [text, setText] = useTyped(value, onChange);
  const shouldFocus = typeof location.state === 'object' && location.state !== null && 'focusSearch' in location.state;
  useEffect(() => {
    if (shouldFocus) field.current?.focus();
  }, [shouldFocus]);
  return <SearchInput label={t('incidents.search')} value={text} onChange={setText} field={field} />;
}

interface MoreProps {
  readonly cursor: string | null;
  readonly filter: { readonly status: string; readonly q: string; readonly systemId: string };
}

/** Older pages are fetched when asked for; only the first one is live. */
function MoreIncidents({ cursor, filter }: MoreProps) {
  const t = useText();
  const { calls } = useBackend();
  const notices = useNotices();
  const [items, setItems] = useState<readonly IncidentSummaryView[]>([]);
  const [next, setNext] = useState(cursor);
  const [isBusy, setIsBusy] = useState(false);
  async function load(): Promise<void> {
    setIsBusy(true);
    try {
      const page = await calls.incidents({ ...filter, cursor: next });
      setItems([...items, ...page.items]);
      setNext(page.nextCursor);
    } catch (error) {
      notices.failed(error);
    }
    setIsBusy(false);
  }
  return (
    <>
      {items.map((incident) => (
        <IncidentRow key={incident.id} incident={incident} />
      ))}
      {next !== null && (
        <li className="list-more">
          <Button loading={isBusy} onClick={() => void load()}>
            {t('action.more')}
          </Button>
        </li>
      )}
    </>
  );
}

function NothingFound({ isFiltered, onClear }: { readonly isFiltered: boolean; readonly onClear: () => void }) {
  const t = useText();
  if (isFiltered) {
    return (
      <Empty title={t('incidents.empty.found')}>
        <p>{t('incidents.empty.found.body')}</p>
        <Button onClick={onClear}>{t('incidents.clear')}</Button>
      </Empty>
    );
  }
  return (
    <Empty title={t('incidents.empty.open')}>
      <p>{t('incidents.empty.open.body')}</p>
      <Link className="button-link" to="/">
        {t('incidents.goChannel')}
      </Link>
    </Empty>
  );
}
