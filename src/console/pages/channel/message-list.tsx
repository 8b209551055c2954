/** The channel's roots, oldest first, resting at the bottom; earlier ones are loaded page by page. */

import { Button } from 'antd';
import { useRef, useState } from 'react';
import type { ConsoleMessage } from '../../../store/chat-contract.ts';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { Empty, ErrorNote, Loading } from '../../parts/feedback.tsx';
import { useNotices } from '../../parts/use-notices.tsx';
import { useShortcuts } from '../../parts/use-shortcuts.ts';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { Message } from './message.tsx';

export interface MessageListProps {
  readonly openId: string | null;
  readonly onOpen: (id: string) => void;
  readonly onAsk: (text: string) => Promise<void>;
  readonly onDemo: () => void;
}

const pageSize = 40;

export function MessageList({ openId, onOpen, onAsk, onDemo }: MessageListProps) {
  const t = useText();
  const [earlier, setEarlier] = useState<readonly string[]>([]);
  const [isAway, setIsAway] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  const newest = useMessagePage(null);
  useRowKeys(scroller, onOpen);

  if (newest.value === null) {
    return (
      <div className="message-list">{newest.error === null ? <Loading /> : <ErrorNote error={newest.error} onRetry={newest.reload} />}</div>
    );
  }
  const messages = newest.value.items;
  if (messages.length === 0) return <QuietChannel onAsk={onAsk} onDemo={onDemo} />;
  const more = (oldest: string) => setEarlier([...earlier, oldest]);
  return (
    <div className="message-list-frame">
      <div className="message-list" ref={scroller} onScroll={(event) => setIsAway(event.currentTarget.scrollTop < -240)}>
        {/* The scroller is reversed, so that it rests at the bottom without any script; the order inside is natural. */}
        <div className="message-rows" role="feed" aria-busy={newest.isLoading}>
          {newest.error !== null && <ErrorNote error={newest.error} onRetry={newest.reload} />}
          {earlier.toReversed().map((before, index) => (
            <EarlierPage key={before} before={before} isTop={index === 0} openId={openId} onOpen={onOpen} onMore={more} />
          ))}
          {earlier.length === 0 && <PageTop messages={messages} onMore={more} />}
          <Rows messages={messages} openId={openId} onOpen={onOpen} />
        </div>
      </div>
      {isAway && (
        <Button className="jump-latest" shape="round" onClick={() => scroller.current?.scrollTo({ top: 0, behavior: 'smooth' })}>
          {t('channel.latest')}
        </Button>
      )}
    </div>
  );
}

function useMessagePage(before: string | null) {
  const { locale } = usePreferences();
  const { calls } = useBackend();
  return useResource(
    `messages ${locale} ${before ?? 'newest'}`,
    () => calls.messages(before, pageSize),
    // The newest page listens to every message, an earlier one only to its own.
    (page) => (before === null ? ['messages'] : (page?.items ?? []).map((message) => `ref:${message.id}`)),
  );
}

function Rows({
  messages,
  openId,
  onOpen,
}: { readonly messages: readonly ConsoleMessage[] } & Pick<MessageListProps, 'openId' | 'onOpen'>) {
  return inOrder(messages).map((message) => <Message key={message.id} message={message} isOpen={message.id === openId} onOpen={onOpen} />);
}

/** Oldest first, however the server lists them; ids sort by time. */
function inOrder(messages: readonly ConsoleMessage[]): readonly ConsoleMessage[] {
  return messages.toSorted((one, other) => (one.at === other.at ? one.id.localeCompare(other.id) : one.at < other.at ? -1 : 1));
}

function PageTop({ messages, onMore }: { readonly messages: readonly ConsoleMessage[]; readonly onMore: (oldest: string) => void }) {
  const t = useText();
  const [oldest] = inOrder(messages);
  if (messages.length < pageSize || !oldest) return <p className="channel-start">{t('channel.start')}</p>;
  return (
    <p className="channel-start">
      <Button size="small" onClick={() => onMore(oldest.id)}>
        {t('channel.loadEarlier')}
      </Button>
    </p>
  );
}

interface EarlierPageProps extends Pick<MessageListProps, 'openId' | 'onOpen'> {
  readonly before: string;
  readonly isTop: boolean;
  readonly onMore: (oldest: string) => void;
}

function EarlierPage({ before, isTop, openId, onOpen, onMore }: EarlierPageProps) {
  const page = useMessagePage(before);
  if (page.value === null) return page.error === null ? <Loading /> : <ErrorNote error={page.error} onRetry={page.reload} />;
  return (
    <>
      {isTop && <PageTop messages={page.value.items} onMore={onMore} />}
      <Rows messages={page.value.items} openId={openId} onOpen={onOpen} />
    </>
  );
}

function QuietChannel({ onAsk, onDemo }: Pick<MessageListProps, 'onAsk' | 'onDemo'>) {
  const t = useText();
  const notices = useNotices();
  const suggestions = ['suggestion.slow', 'suggestion.disk', 'suggestion.changed', 'suggestion.health'] as const;
  return (
    <div className="message-list quiet">
      <Empty title={t('channel.empty.title')}>
        <p>{t('channel.empty.body')}</p>
        <div className="suggestions">
          {suggestions.map((key) => (
            <Button key={key} onClick={() => void onAsk(t(key)).catch(notices.failed)}>
              {t(key)}
            </Button>
          ))}
          <Button type="primary" onClick={onDemo}>
            {t('demo.try')}
          </Button>
        </div>
      </Empty>
    </div>
  );
}

/** j and k walk over the messages, Enter opens the thread. */
function useRowKeys(scroller: { readonly current: HTMLDivElement | null }, onOpen: (id: string) => void): void {
  function walk(step: 1 | -1): void {
    const rows = [...(scroller.current?.querySelectorAll<HTMLElement>('[data-message]') ?? [])];
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const next = at < 0 ? rows.at(-1) : rows[at + step];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  }
  useShortcuts({
    j: () => walk(1),
    k: () => walk(-1),
    enter: () => {
      const focused = document.activeElement;
      if (focused instanceof HTMLElement && focused.dataset.message !== undefined) onOpen(focused.dataset.message);
      else if (focused instanceof HTMLElement) focused.click();
    },
  });
}
