/** Why was I not told? Alerts that were kept back, found by their words. */

import { Input } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { SuppressedView } from '../../../domain/suppression.ts';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { Empty, ErrorNote, Loading } from '../../parts/feedback.tsx';
import { When } from '../../parts/when.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';

export function SuppressedPart() {
  const t = useText();
  const { locale } = usePreferences();
  const { calls } = useBackend();
  const [search, setSearch] = useSearchParams();
  const asked = search.get('q') ?? '';
  const [words, setWords] = useState(asked);
  const found = useResource(
    `suppressed ${asked} ${locale}`,
    async () => (asked === '' ? { ...(await calls.suppressed()), told: [] } : calls.why(asked)),
    () => ['suppressed', 'incidents'],
  );
  const items = found.value?.items ?? [];
  const told = found.value?.told ?? [];
  return (
    <section aria-label={t('noise.suppressed')}>
      <p className="noise-tools">
        <Input.Search
          aria-label={t('why.ask')}
          placeholder={t('why.hint')}
          value={words}
          allowClear
          enterButton={t('why.search')}
          onChange={(event) => setWords(event.target.value)}
          onSearch={(value) => setSearch({ part: 'suppressed', ...(value.trim() === '' ? {} : { q: value.trim() }) }, { replace: true })}
        />
      </p>
      {found.error !== null && <ErrorNote error={found.error} onRetry={found.reload} />}
      {found.value === null && found.error === null && <Loading />}
      {found.value !== null && items.length === 0 && told.length === 0 && (
        <Empty title={t(asked === '' ? 'why.empty' : 'why.none')}>{t(asked === '' ? 'why.empty.body' : 'why.none.body')}</Empty>
      )}
      <ul className="noise-list">
        {told.map(({ fingerprint, code, title }) => (
          <li key={`told ${fingerprint} ${code}`} className="noise-row">
            <p>
              <Link to={`/incidents/${code}`}>{code}</Link> {title} · {t('why.told')}
            </p>
          </li>
        ))}
        {items.map((item) => (
          <SuppressedRow key={item.id} item={item} />
        ))}
      </ul>
    </section>
  );
}

function SuppressedRow({ item }: { readonly item: SuppressedView }) {
  const t = useText();
  return (
    <li className="noise-row">
      <div className="noise-words">
        <p className="noise-head">{item.title}</p>
        {item.reasons.map((reason) => (
          <p key={`${reason.kind} ${reason.id}`}>{reason.text}</p>
        ))}
        <p className="soft">
          {t(`why.${item.state}`)} · {t('why.since')} <When at={item.since} />
          {item.repeats > 0 && ` · ${t('why.repeats', { count: item.repeats })}`} · <code>{item.fingerprint}</code>
        </p>
      </div>
    </li>
  );
}
