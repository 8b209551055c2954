/** What could not be said, with why, and a way to say it after all; and what waits or was said. */

import '../style/deliveries.css';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { DeliveryState, DeliveryView } from '../../domain/delivery.ts';
import { useBackend, useResource } from '../live/use-resource.ts';
import { Empty, ErrorNote, Loading } from '../parts/feedback.tsx';
import { useNotices } from '../parts/use-notices.tsx';
import { useTitle } from '../parts/use-title.ts';
import { When } from '../parts/when.tsx';
import { usePreferences, useText } from '../preferences/preferences.tsx';

const states = ['dead', 'waiting', 'sent', 'skipped'] as const satisfies readonly DeliveryState[];
const limit = 200;

export function DeliveriesPage() {
  const t = useText();
  useTitle(t('deliveries.title'));
  const { locale } = usePreferences();
  const { calls } = useBackend();
  const [search, setSearch] = useSearchParams();
  const state = states.find((each) => each === search.get('state')) ?? 'dead';
  const deliveries = useResource(
    `deliveries ${state} ${locale}`,
    () => calls.deliveries(state, limit),
    () => ['deliveries', 'incidents'],
  );
  const items = deliveries.value?.items ?? [];
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{t('deliveries.title')}</h1>
          <p className="soft">{t('deliveries.about')}</p>
        </div>
        {state === 'dead' && items.length > 1 && <ReplayButton id={null} onDone={deliveries.reload} />}
      </header>
      <Segmented
        aria-label={t('deliveries.state')}
        value={state}
        options={states.map((value) => ({ value, label: t(`deliveries.${value}`) }))}
        onChange={(value) => setSearch(value === 'dead' ? {} : { state: value }, { replace: true })}
      />
      {deliveries.error !== null && <ErrorNote error={deliveries.error} onRetry={deliveries.reload} />}
      {deliveries.value === null && deliveries.error === null && <Loading />}
      {deliveries.value !== null && items.length === 0 && (
        <Empty title={t(`deliveries.empty.${state}`)}>{t(state === 'dead' ? 'deliveries.empty.dead.body' : 'deliveries.empty.body')}</Empty>
      )}
      <ul className="deliveries">
        {items.map((item) => (
          <DeliveryRow key={item.id} item={item} onDone={deliveries.reload} />
        ))}
      </ul>
    </div>
  );
}

function DeliveryRow({ item, onDone }: { readonly item: DeliveryView; readonly onDone: () => void }) {
  const t = useText();
  return (
    <li className={`delivery delivery-${item.state}`}>
      <div className="delivery-words">
        <p className="delivery-head">
          <Link to={`/incidents/${item.code}`}>{item.code}</Link>
          <span className="delivery-what">{item.what}</span>
        </p>
        {item.error !== null && <p className="delivery-error">{item.error}</p>}
        <p className="soft delivery-facts">
          <code className="chip">{item.adapter}</code> {item.destination} · {t(`deliveries.${item.kind}`)} · <When at={item.at} /> ·{' '}
          {t('deliveries.attempts', { count: item.attempts })}
          {item.state === 'waiting' && (
            <>
              {' · '}
              {t('deliveries.due')} <When at={item.dueAt} form="clock" />
            </>
          )}
        </p>
      </div>
      {item.state === 'dead' && <ReplayButton id={item.id} onDone={onDone} />}
    </li>
  );
}

/** One message, or all that failed. */
function ReplayButton({ id, onDone }: { readonly id: string | null; readonly onDone: () => void }) {
  const t = useText();
  const { calls } = useBackend();
  const notices = useNotices();
  const [isBusy, setIsBusy] = useState(false);
  async function replay(): Promise<void> {
    setIsBusy(true);
    try {
      const { replayed } = id === null ? await calls.replayAll() : await calls.replay(id);
      notices.done(t('deliveries.replayed', { count: replayed.length }));
    } catch (error) {
      notices.failed(error);
    }
    setIsBusy(false);
    onDone();
  }
  return (
    <Button type={id === null ? 'primary' : 'default'} loading={isBusy} onClick={() => void replay()}>
      {t(id === null ? 'deliveries.replayAll' : 'deliveries.replay')}
    </Button>
  );
}
