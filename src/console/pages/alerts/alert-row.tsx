/** One alert in the list: state, what it is, where it is told or why not, how long and how often. */

import { Checkbox } from 'antd';
import { memo } from 'react';
import { Link } from 'react-router';
import type { CardTone } from '../../../domain/card.ts';
import type { AlertListed } from '../../../domain/view.ts';
import { SeverityMark, ToneMark } from '../../parts/marks.tsx';
import { durationText } from '../../parts/time-text.ts';
import { useNow, When } from '../../parts/when.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import type { TextKey } from '../../text.ts';

export interface AlertRowProps {
  readonly alert: AlertListed;
  readonly isGone: boolean;
  readonly isChosen: boolean;
  readonly isOpen: boolean;
  /** The address of the page with the drawer of this one. */
  readonly to: string;
  readonly onChoose: (id: string, isRange: boolean) => void;
}

export const AlertRow = memo(function AlertRow({ alert, isGone, isChosen, isOpen, to, onChoose }: AlertRowProps) {
  const t = useText();
  const classes = ['alert-row', isGone && 'is-gone', isChosen && 'is-chosen', isOpen && 'is-open'].filter(Boolean).join(' ');
  const { tone, key } = alertState(alert);
  const name = alert.labels.alertname;
  return (
    <li className={classes} data-alert={alert.id}>
      <Checkbox
        checked={isChosen}
        aria-label={t('alertList.choose', { name: alert.title })}
        onChange={({ nativeEvent }) => onChoose(alert.id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)}
      />
      <span className="alert-state">
        <ToneMark tone={tone}>{t(key)}</ToneMark>
        <SeverityMark severity={alert.severity} />
      </span>
      <span className="alert-main">
        <Link className="row-link alert-link" to={to} preventScrollReset aria-current={isOpen ? 'true' : undefined}>
          {alert.title}
        </Link>
        <span className="alert-labels">
          {name !== undefined && name !== alert.title && <strong>{name}</strong>}
          {Object.entries(alert.labels)
            .filter(([label]) => label !== 'alertname' && label !== 'severity')
            .map(([label, value]) => (
              <span key={label}>
                <span className="faint">{label}=</span>
                {value}
              </span>
            ))}
        </span>
      </span>
      <AlertPlace alert={alert} />
      <AlertTimes alert={alert} isGone={isGone} />
    </li>
  );
});

export function alertState({ status, suppressed }: Pick<AlertListed, 'status' | 'suppressed'>): {
  readonly tone: CardTone;
  readonly key: TextKey;
} {
  if (suppressed !== null) return { tone: 'snoozed', key: `alertList.state.${suppressed.state}` };
  return status === 'firing' ? { tone: 'firing', key: 'alertList.firing' } : { tone: 'resolved', key: 'alertList.resolved' };
}

function AlertPlace({ alert: { incidentCode, suppressed } }: { readonly alert: AlertListed }) {
  if (incidentCode !== null) {
    return (
      <span className="alert-place">
        <Link to={`/incidents/${incidentCode}`}>{incidentCode}</Link>
      </span>
    );
  }
  return <span className="alert-place alert-reason">{suppressed?.reasons.map(({ text }) => text).join(' · ')}</span>;
}

function AlertTimes({ alert, isGone }: { readonly alert: AlertListed; readonly isGone: boolean }) {
  const t = useText();
  return (
    <span className="alert-times">
      <AlertDuration alert={alert} />
      <span className="faint">
        {alert.status === 'resolved' && alert.endsAt !== null ? <When at={alert.endsAt} /> : <When at={alert.startsAt} form="clock" />}
        {alert.repeats > 0 && ` · ${t('alertList.times', { count: alert.repeats })}`}
        {isGone && ` · ${t('alertList.gone')}`}
      </span>
    </span>
  );
}

/** How long it fires, or did. */
export function AlertDuration({ alert: { status, startsAt, endsAt } }: { readonly alert: AlertListed }) {
  const t = useText();
  const { locale } = usePreferences();
  const nowMs = useNow();
  const isOver = status === 'resolved';
  const endMs = isOver && endsAt !== null ? Date.parse(endsAt) : nowMs;
  const duration = durationText(locale, Math.max(0, endMs - Date.parse(startsAt)));
  return <span>{t(isOver ? 'alertList.lasted' : 'alertList.lasting', { duration })}</span>;
}
