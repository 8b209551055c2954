/** How a sender is pointed here. The token is asked for by hand, and that is in the audit log. */

import { Button } from 'antd';
import { useState } from 'react';
import type { SourceView } from '../../../domain/alert-source.ts';
import { useBackend } from '../../live/use-resource.ts';
import { useNotices } from '../../parts/use-notices.tsx';
import { useText } from '../../preferences/preferences.tsx';
import { useSession } from '../../shell/session.ts';

const hidden = '••••••••';

export function SourceAddress({ source }: { readonly source: SourceView }) {
  const t = useText();
  const { session } = useSession();
  const { calls } = useBackend();
  const notices = useNotices();
  const [token, setToken] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const { address, kind } = source;
  if (!address.startsWith('/')) {
    return (
      <section aria-label={t('source.address')}>
        <h3>{t('source.address')}</h3>
        <p>
          <code className="source-url">{address}</code>
        </p>
        <p className="soft">{t(kind === 'kafka' || kind === 'rabbitmq' ? 'source.reads' : 'source.listens')}</p>
      </section>
    );
  }
  const url = `${session.publicUrl}${address}`;
  async function reveal(): Promise<void> {
    setIsBusy(true);
    try {
      setToken((await calls.hookToken(source.name)).token);
    } catch (error) {
      notices.failed(error);
    }
    setIsBusy(false);
  }
  return (
    <section aria-label={t('source.address')}>
      <h3>{t('source.address')}</h3>
      <p>
        <code className="source-url">POST {url}</code>
      </p>
      <p>
        <code className="source-url">Authorization: Bearer {token ?? hidden}</code>
      </p>
      <p className="source-tools">
        {token === null ? (
          <Button size="small" loading={isBusy} onClick={() => void reveal()}>
            {t('source.reveal')}
          </Button>
        ) : (
          <Button size="small" onClick={() => setToken(null)}>
            {t('source.hide')}
          </Button>
        )}
        <span className="soft">{t('source.tokenHint')}</span>
      </p>
    </section>
  );
}
