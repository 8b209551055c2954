/** The status card: one per incident, edited in place; its colour is the state. */

import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import type { Card, CardButton } from '../../domain/card.ts';
import { useText } from '../preferences/preferences.tsx';
import { Icon } from './icons.tsx';
import { RichText } from './rich-text.tsx';
import { SafeLink } from './safe-link.tsx';

export interface CardViewProps {
  readonly card: Card;
  readonly onButton: (button: CardButton) => Promise<void>;
}

export function CardView({ card, onButton }: CardViewProps) {
  const t = useText();
  return (
    <article className={`card tone-${card.tone}`} aria-label={card.fallbackText} data-incident={card.code}>
      <header className="card-head">
        <span className="card-emoji" aria-hidden="true">
          {card.emoji}
        </span>
        <div>
          <h3>{card.title}</h3>
          <p>{card.subtitle}</p>
        </div>
      </header>
      {card.sections.length > 0 && (
        <dl className="card-sections">
          {card.sections.map((section) => (
            <div key={section.id} className={`card-section section-${section.id}`}>
              <dt>{section.label}</dt>
              <dd>
                <RichText blocks={section.lines} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {card.budget && <BudgetBar ratio={card.budget.ratio} text={card.budget.text} />}
      <footer className="card-foot">
        <CardButtons card={card} onButton={onButton} />
        {card.link !== null && (
          <SafeLink url={card.link} className="card-link">
            {card.linkLabel === '' ? t('card.open') : card.linkLabel}
          </SafeLink>
        )}
      </footer>
    </article>
  );
}

export function BudgetBar({ ratio, text }: { readonly ratio: number; readonly text: string }) {
  const percent = Math.round(Math.min(1, Math.max(0, ratio)) * 100);
  return (
    <div className="budget">
      <span className="budget-bar" role="progressbar" aria-valuenow={percent} aria-valuemin={0} aria-valuemax={100} aria-label={text}>
        <i style={{ width: `${percent}%` }} />
      </span>
      <span className="budget-text">{text}</span>
    </div>
  );
}

function CardButtons({ card, onButton }: CardViewProps) {
  const t = useText();
  const { modal } = App.useApp();
  const [busyId, setBusyId] = useState<string | null>(null);

  async function run(button: CardButton): Promise<void> {
    setBusyId(button.id);
    await onButton(button).finally(() => setBusyId(null));
  }
  function press(button: CardButton): void {
    if (button.confirm === undefined) {
      void run(button);
      return;
    }
    modal.confirm({
      title: button.label,
      content: <span className="pre-line">{button.confirm}</span>,
      icon: null,
      okText: t('card.confirm.yes'),
      cancelText: t('action.cancel'),
      okButtonProps: { danger: button.style === 'danger' },
      autoFocusButton: button.style === 'danger' ? 'cancel' : 'ok',
      onOk: () => void run(button),
    });
  }

  if (card.buttons.length === 0 && card.overflow.length === 0) return null;
  return (
    <div className="card-buttons">
      {card.buttons.map((button) => (
        <Button
          key={button.id}
          type={button.style === 'primary' ? 'primary' : 'default'}
          danger={button.style === 'danger'}
          loading={busyId === button.id}
          disabled={busyId !== null && busyId !== button.id}
          onClick={() => press(button)}
        >
          {button.label}
        </Button>
      ))}
      {card.overflow.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: card.overflow.map((button) => ({ key: button.id, label: button.label, danger: button.style === 'danger' })),
            onClick: ({ key }) => {
              const button = card.overflow.find((one) => one.id === key);
              if (button) press(button);
            },
          }}
        >
          <Button aria-label={t('card.more')} title={t('card.more')} icon={<Icon name="menu" />} />
        </Dropdown>
      )}
    </div>
  );
}
