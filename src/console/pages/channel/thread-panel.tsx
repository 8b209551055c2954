/** The thread of one root message, at the right; on a phone it takes the whole screen. */

import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { ErrorNote, Loading } from '../../parts/feedback.tsx';
import { Icon } from '../../parts/icons.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { Composer } from './composer.tsx';
import { Message } from './message.tsx';

export function ThreadPanel({ rootId, onClose }: { readonly rootId: string; readonly onClose: () => void }) {
  const t = useText();
  const { locale } = usePreferences();
  const { calls, store } = useBackend();
  const thread = useResource(
    `thread ${locale} ${rootId}`,
    () => calls.thread(rootId),
    // The first answer's event may name only the thread's parts that we don't know yet, so every message counts.
    () => ['messages', `ref:${rootId}`],
  );
  const incidentId = thread.value?.root.incidentId ?? thread.value?.items.find((item) => item.incidentId !== null)?.incidentId ?? null;

  async function reply(text: string): Promise<void> {
    await calls.say(text, rootId);
    store.invalidate(['messages']);
  }
  return (
    <aside className="thread" aria-label={t('thread.title')}>
      <header className="thread-head">
        <Button type="text" aria-label={t('thread.close')} title={t('thread.close')} icon={<Icon name="close" />} onClick={onClose} />
        <h2>{t('thread.title')}</h2>
        {incidentId !== null && (
          <Link className="thread-incident" to={`/incidents/${incidentId}`}>
            {t('thread.openIncident')}
          </Link>
        )}
      </header>
      <div className="thread-body">
        {thread.error !== null && <ErrorNote error={thread.error} onRetry={thread.reload} />}
        {thread.value === null && thread.error === null && <Loading />}
        {thread.value !== null && (
          <>
            <Message message={thread.value.root} />
            <hr />
            {thread.value.items.length === 0 && <p className="thread-empty">{t('thread.empty')}</p>}
            {thread.value.items.map((item) => (
              <Message key={item.id} message={item} />
            ))}
            <KeepAtEnd count={thread.value.items.length} />
          </>
        )}
      </div>
      <Composer draftName={`thread.${rootId}`} placeholder={t('composer.thread')} isFocused onSend={reply} />
    </aside>
  );
}

/** Scrolls to a new reply when the reader was near the end; the first time it stays at the card. */
function KeepAtEnd({ count }: { readonly count: number }) {
  const end = useRef<HTMLSpanElement>(null);
  const seen = useRef(count);
  useEffect(() => {
    const box = end.current?.parentElement;
    if (!box || count <= seen.current) return;
    seen.current = count;
    if (box.scrollHeight - box.scrollTop - box.clientHeight < 320) end.current?.scrollIntoView({ block: 'end' });
  }, [count]);
  return <span ref={end} />;
}
