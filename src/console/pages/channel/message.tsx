/** One message: a person's text, the bot's words, or a status card. */

import { memo } from 'react';
import type { CardButton } from '../../../domain/card.ts';
import type { ConsoleMessage } from '../../../store/chat-contract.ts';
import { CardView } from '../../parts/card-view.tsx';
import { Boundary } from '../../parts/feedback.tsx';
import { Icon } from '../../parts/icons.tsx';
import { readBody } from '../../parts/message-body.ts';
import { RichText } from '../../parts/rich-text.tsx';
import { When } from '../../parts/when.tsx';
import { useText } from '../../preferences/preferences.tsx';
import { useCardClick } from './use-card-click.tsx';

export interface MessageProps {
  readonly message: ConsoleMessage;
  readonly isOpen?: boolean;
  /** Absent inside a thread. */
  readonly onOpen?: (id: string) => void;
}

export const Message = memo(function Message({ message, isOpen = false, onOpen }: MessageProps) {
  const t = useText();
  const broken = <p className="message-unreadable">{t('message.unreadable')}</p>;
  return (
    <article
      className={`message${isOpen ? ' is-open' : ''}${message.isBot ? ' is-bot' : ''}`}
      data-message={message.id}
      tabIndex={onOpen ? 0 : undefined}
      aria-label={message.authorName}
    >
      <Avatar message={message} />
      <div className="message-main">
        <p className="message-head">
          <strong>{message.authorName}</strong>
          {message.isBot && <span className="bot-mark">{t('message.bot')}</span>}
          <When at={message.at} />
          {message.editedAt !== null && (
            <span className="message-edited">
              {t('message.edited')} <When at={message.editedAt} />
            </span>
          )}
        </p>
        <Boundary fallback={broken}>
          <Body message={message} />
        </Boundary>
        {onOpen && <ThreadButton message={message} onOpen={onOpen} />}
      </div>
    </article>
  );
});

function Avatar({ message }: { readonly message: ConsoleMessage }) {
  const initial = message.isBot ? '值' : ([...message.authorName.trim()][0] ?? '?').toUpperCase();
  return (
    <span className="avatar" aria-hidden="true">
      {initial}
    </span>
  );
}

function Body({ message }: { readonly message: ConsoleMessage }) {
  const t = useText();
  const { press, form } = useCardClick(message);
  const body = readBody(message.body);
  if (body.kind === 'card') {
    return (
      <>
        <CardView card={body.card} onButton={(button: CardButton) => press(button)} />
        {form}
      </>
    );
  }
  if (body.kind === 'rich') return <RichText blocks={body.blocks} />;
  if (body.kind === 'unreadable') return <p className="message-unreadable">{t('message.unreadable')}</p>;
  return <p className="message-text">{withMentions(body.text)}</p>;
}

function withMentions(text: string) {
  return text.split(/(@(?:zhiban|值班)(?![\w-]))/i).map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one unchanging text.
      <span key={index} className="mention">
        {part}
      </span>
    ) : (
      part
    ),
  );
}

function ThreadButton({ message, onOpen }: { readonly message: ConsoleMessage; readonly onOpen: (id: string) => void }) {
  const t = useText();
  const { replies } = message;
  const label = replies === 0 ? t('thread.reply') : replies === 1 ? t('thread.one') : t('thread.many', { count: replies });
  return (
    <button type="button" className={replies === 0 ? 'thread-button is-empty' : 'thread-button'} onClick={() => onOpen(message.id)}>
      <Icon name="channel" size={14} />
      {label}
    </button>
  );
}
