/** One source: a line with its state and counts, and below it on demand everything one can do about it. */

import type { SourceView } from '../../../domain/alert-source.ts';
import type { CardTone } from '../../../domain/card.ts';
import { ToneMark } from '../../parts/marks.tsx';
import { When } from '../../parts/when.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { SourceAddress } from './source-address.tsx';
import { TryMapping } from './try-mapping.tsx';
import { UnreadMessages } from './unread-messages.tsx';

const tones: Readonly<Record<SourceView['state'], CardTone>> = { up: 'resolved', connecting: 'waiting', down: 'firing', refused: 'firing' };
const counts = ['received', 'alerts', 'leftOut', 'failed', 'dropped'] as const;

export interface SourceRowProps {
  readonly source: SourceView;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly onDone: () => void;
}

export function SourceRow({ source, isOpen, onToggle, onDone }: SourceRowProps) {
  const t = useText();
  const { locale } = usePreferences();
  const { name, kind, state, reason, lastReceivedAt, unread } = source;
  const isConfigured = kind !== 'hook';
  return (
    <li className="source">
      <button type="button" className="source-line" aria-expanded={isOpen} onClick={onToggle}>
        <span className="source-name">
          <strong>{name}</strong> {isConfigured && <code className="chip">{kind}</code>}
        </span>
        <span className="source-state">{isConfigured && <ToneMark tone={tones[state]}>{t(`source.${state}`)}</ToneMark>}</span>
        <span className="source-last soft">{lastReceivedAt === null ? t('source.never') : <When at={lastReceivedAt} />}</span>
        <span className="source-counts soft">
          {counts.map((count) =>
            source[count] === 0 ? null : <span key={count}>{t(`source.count.${count}`, { count: source[count] })}</span>,
          )}
          {unread > 0 && <span className="source-unread">{t('source.count.unread', { count: unread })}</span>}
        </span>
      </button>
      {reason !== null && <p className="source-reason">{reason[locale]}</p>}
      {isOpen && (
        <div className="source-more">
          <SourceAddress source={source} />
          {isConfigured && <UnreadMessages source={source} onDone={onDone} />}
          <TryMapping source={source} />
        </div>
      )}
    </li>
  );
}
