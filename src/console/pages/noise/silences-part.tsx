/** Silences in force and to come, and a form for a new one. */

import { Button } from 'antd';
import { useState } from 'react';
import type { SilenceView } from '../../../domain/silence.ts';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { Empty, ErrorNote, Loading } from '../../parts/feedback.tsx';
import { FormModal } from '../../parts/form-modal.tsx';
import { useNotices } from '../../parts/use-notices.tsx';
import { When } from '../../parts/when.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';

export function SilencesPart() {
  const t = useText();
  const { locale } = usePreferences();
  const { calls } = useBackend();
  const notices = useNotices();
  const [isOpen, setIsOpen] = useState(false);
  const silences = useResource(
    `silences ${locale}`,
    () => calls.silences(),
    () => ['silences'],
  );
  const items = silences.value?.items ?? [];
  const fields = (['target', 'duration', 'comment'] as const).map((id) => ({
    ...{ id, label: t(`silence.${id}`), placeholder: t(`silence.${id}.hint`), isMultiline: false, isRequired: true },
  }));

  async function add(given: Readonly<Record<string, string>>): Promise<void> {
    const { target = '', duration = '', comment = '' } = given;
    const { matching } = await calls.addSilence({ target, duration, comment });
    notices.done(t(matching > 0 ? 'silence.addedMatching' : 'silence.added', { count: matching }));
    silences.reload();
  }

  return (
    <section aria-label={t('noise.silences')}>
      <p className="noise-tools">
        <Button type="primary" onClick={() => setIsOpen(true)}>
          {t('silence.add')}
        </Button>
      </p>
      {silences.error !== null && <ErrorNote error={silences.error} onRetry={silences.reload} />}
      {silences.value === null && silences.error === null && <Loading />}
      {silences.value !== null && items.length === 0 && <Empty title={t('silence.empty')}>{t('silence.empty.body')}</Empty>}
      <ul className="noise-list">
        {items.map((item) => (
          <SilenceRow key={item.id} item={item} onDone={silences.reload} />
        ))}
      </ul>
      {isOpen && (
        <FormModal
          form={{ id: 'silence', title: t('silence.add'), submit: t('silence.submit'), fields }}
          onSubmit={add}
          onClose={() => setIsOpen(false)}
        />
      )}
    </section>
  );
}

function SilenceRow({ item, onDone }: { readonly item: SilenceView; readonly onDone: () => void }) {
  const t = useText();
  const { calls } = useBackend();
  const notices = useNotices();
  const [isBusy, setIsBusy] = useState(false);

  async function expire(): Promise<void> {
    setIsBusy(true);
    try {
      await calls.expireSilence(item.id);
      notices.done(t('silence.expired'));
    } catch (error) {
      notices.failed(error);
    }
    setIsBusy(false);
    onDone();
  }

  return (
    <li className="noise-row">
      <div className="noise-words">
        <p>
          {item.matchers.map(({ name, operator, value }) => (
            <code key={`${name}${operator}${value}`} className="chip">
              {name}
              {operator}&quot;{value}&quot;
            </code>
          ))}
        </p>
        <p>{item.comment}</p>
        <p className="soft">
          {t(item.state === 'pending' ? 'silence.pending' : 'silence.active')} · {t('silence.until')} <When at={item.endsAt} form="clock" />{' '}
          · {item.createdBy} · {t('silence.held', { count: item.held })}
        </p>
      </div>
      <Button loading={isBusy} onClick={() => void expire()}>
        {t('silence.expire')}
      </Button>
    </li>
  );
}
