/** Messages that could not be read, with why; they are read again once the mapping is mended, or thrown away. */

import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import type { SourceView } from '../../../domain/alert-source.ts';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { ErrorNote } from '../../parts/feedback.tsx';
import { useNotices } from '../../parts/use-notices.tsx';
import { When } from '../../parts/when.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';

export function UnreadMessages({ source, onDone }: { readonly source: SourceView; readonly onDone: () => void }) {
  const t = useText();
  const { locale } = usePreferences();
  const { calls } = useBackend();
  const notices = useNotices();
  const [isBusy, setIsBusy] = useState(false);
  const unread = useResource(
    `unread ${source.name}`,
    () => calls.unread(source.name),
    () => ['alert-sources'],
  );
  const items = unread.value?.items ?? [];

  async function act(work: () => Promise<string>): Promise<void> {
    setIsBusy(true);
    try {
      notices.done(await work());
    } catch (error) {
      notices.failed(error);
    }
    setIsBusy(false);
    unread.reload();
    onDone();
  }
  const retry = () => act(async () => t('unread.retried', { ...(await calls.retryUnread(source.name)) }));
  const forget = () => act(async () => t('unread.forgotten', { count: (await calls.forgetUnread(source.name)).forgotten }));

  return (
    <section aria-label={t('unread.title')}>
      <h3>{t('unread.title')}</h3>
      {unread.error !== null && <ErrorNote error={unread.error} onRetry={unread.reload} />}
      {unread.value !== null && items.length === 0 && <p className="soft">{t('unread.none')}</p>}
      {items.length > 0 && (
        <p className="source-tools">
          <Button size="small" loading={isBusy} onClick={() => void retry()}>
            {t('unread.retry')}
          </Button>
          <Popconfirm title={t('unread.forgetAsk')} okText={t('unread.forget')} cancelText={t('action.cancel')} onConfirm={() => forget()}>
            <Button size="small" danger disabled={isBusy}>
              {t('unread.forget')}
            </Button>
          </Popconfirm>
        </p>
      )}
      <ul className="unread">
        {items.map(({ id, lastAt, times, reason, body }) => (
          <li key={id}>
            <p className="unread-reason">{reason[locale]}</p>
            <p className="soft">
              <When at={lastAt} />
              {times > 1 && ` · ${t('unread.times', { count: times })}`}
            </p>
            <pre className="unread-body">{body}</pre>
          </li>
        ))}
      </ul>
    </section>
  );
}
