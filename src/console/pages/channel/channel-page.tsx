/** The channel: like a good chat. Roots in the middle, the open thread at the right. */

import '../../style/channel.css';
import { Button } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { ConsoleMessage } from '../../../store/chat-contract.ts';
import { useBackend } from '../../live/use-resource.ts';
import { useShortcuts } from '../../parts/use-shortcuts.ts';
import { useTitle } from '../../parts/use-title.ts';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { Composer } from './composer.tsx';
import { DemoBanner, DemoDrawer } from './demo.tsx';
import { isAddressed } from './mention.ts';
import { MessageList } from './message-list.tsx';
import { ThreadPanel } from './thread-panel.tsx';

export function ChannelPage() {
  const t = useText();
  useTitle(t('channel.title'));
  const { locale } = usePreferences();
  const { calls, store } = useBackend();
  const [search, setSearch] = useSearchParams();
  const [isDemoOpen, setIsDemoOpen] = useState(false);
  const threadId = search.get('thread');

  function openThread(id: string | null): void {
    setSearch(id === null ? {} : { thread: id });
  }
  async function say(text: string): Promise<void> {
    const message: ConsoleMessage = await calls.say(text, null);
    store.invalidate(['messages']);
    // The answer comes in the thread below the question, so that is what to look at.
    if (isAddressed(text)) openThread(message.id);
  }
  useShortcuts({
    c: () => document.querySelector<HTMLTextAreaElement>(threadId === null ? '.channel-main textarea' : '.thread textarea')?.focus(),
    escape: () => {
      if (threadId !== null) openThread(null);
    },
  });

  return (
    <div className={threadId === null ? 'channel' : 'channel has-thread'}>
      <section className="channel-main" aria-label={t('channel.title')}>
        <header className="channel-head">
          <div>
            <h1>
              <span aria-hidden="true">#</span> {t('channel.title')}
            </h1>
            <p>{t('channel.about')}</p>
          </div>
          <Button onClick={() => setIsDemoOpen(true)}>{t('demo.try')}</Button>
        </header>
        <DemoBanner />
        <MessageList key={locale} openId={threadId} onOpen={openThread} onAsk={say} onDemo={() => setIsDemoOpen(true)} />
        <Composer draftName="channel" placeholder={t('composer.root')} onSend={say} />
      </section>
      {threadId !== null && <ThreadPanel key={threadId} rootId={threadId} onClose={() => openThread(null)} />}
      <DemoDrawer isOpen={isDemoOpen} onClose={() => setIsDemoOpen(false)} />
    </div>
  );
}
