/** One alert beside the list: why it was told or not, all that its source said, and when it came before. */

import { Button, Drawer } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { AlertListed, AlertSuppressedView } from '../../../domain/view.ts';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { Empty, ErrorNote, Loading } from '../../parts/feedback.tsx';
import { linkTarget } from '../../parts/link-target.ts';
import { SeverityMark, ToneMark } from '../../parts/marks.tsx';
import { SafeLink } from '../../parts/safe-link.tsx';
import { clockTime } from '../../parts/time-text.ts';
import { useNow, When } from '../../parts/when.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { CallsExplained } from '../calls/calls-explained.tsx';
import { AlertDuration, alertState } from './alert-row.tsx';

export interface AlertDrawerProps {
  readonly fingerprint: string;
  readonly periodId: string | null;
  /** What the list has of it, to be shown until the rest is there. */
  readonly known: AlertListed | null;
  readonly onPeriod: (id: string) => void;
  readonly onLabel: (name: string, value: string) => void;
  readonly onSilence: (alert: AlertListed) => void;
  readonly onClose: () => void;
}

const periodsMax = 30;

export function AlertDrawer(props: AlertDrawerProps) {
  const t = useText();
  const { locale } = usePreferences();
  const { calls } = useBackend();
  const { fingerprint, periodId, known, onClose } = props;
  const periods = useResource(
    `alert ${locale} ${fingerprint}`,
    () => calls.alerts({ fingerprint, limit: periodsMax }),
    () => ['incidents', 'alerts'],
  );
  const items = periods.value?.items ?? [];
  const alert = items.find(({ id }) => id === periodId) ?? known ?? items[0] ?? null;
  return (
    <Drawer open onClose={onClose} size="min(680px, 100vw)" title={t('alertDrawer.title')} destroyOnHidden>
      {periods.error !== null && <ErrorNote error={periods.error} onRetry={periods.reload} />}
      {alert === null && periods.isLoading && <Loading />}
      {alert === null && periods.value !== null && <Empty title={t('alertDrawer.missing')} />}
      {alert !== null && <AlertDetails {...props} alert={alert} periods={items} hasMore={(periods.value?.nextCursor ?? null) !== null} />}
    </Drawer>
  );
}

interface DetailsProps extends AlertDrawerProps {
  readonly alert: AlertListed;
  readonly periods: readonly AlertListed[];
  readonly hasMore: boolean;
}

function AlertDetails({ alert, periods, hasMore, onLabel, onSilence, onPeriod }: DetailsProps) {
  const t = useText();
  const { tone, key } = alertState(alert);
  const { incidentCode, suppressed, generatorUrl } = alert;
  return (
    <div className="alert-details">
      <div>
        <p className="alert-state">
          <ToneMark tone={tone}>{t(key)}</ToneMark>
          <SeverityMark severity={alert.severity} />
          <span className="soft">
            <AlertDuration alert={alert} />
          </span>
        </p>
        <h2>{alert.title}</h2>
        <p className="alert-tools">
          <Button onClick={() => onSilence(alert)}>{t('alertDrawer.silence')}</Button>
          {incidentCode !== null && (
            <Link className="button-link" to={`/incidents/${incidentCode}`}>
              {t('alertDrawer.incident', { code: incidentCode })}
            </Link>
          )}
          {generatorUrl !== null && (
            <SafeLink className="button-link" url={generatorUrl}>
              {t('alerts.source')}
            </SafeLink>
          )}
        </p>
      </div>
      {suppressed !== null && <WhyUntold suppressed={suppressed} />}
      {incidentCode !== null && (
        <Section title={t('alertDrawer.told')}>
          <p>
            {t('alertDrawer.in')} <Link to={`/incidents/${incidentCode}`}>{incidentCode}</Link>
          </p>
          <CallsExplained incident={incidentCode} />
        </Section>
      )}
      <Section title={t('alertDrawer.labels')} note={t('alertDrawer.labels.hint')}>
        <p className="chips">
          {Object.entries(alert.labels).map(([name, value]) => (
            <button key={name} type="button" className="chip chip-button" onClick={() => onLabel(name, value)}>
              <span className="faint">{name}=</span>
              {value}
            </button>
          ))}
        </p>
      </Section>
      {Object.keys(alert.annotations).length > 0 && (
        <Section title={t('alertDrawer.annotations')}>
          <dl className="about alert-annotations">
            {Object.entries(alert.annotations).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{linkTarget(value, window.location.origin) === null ? value : <SafeLink url={value}>{value}</SafeLink>}</dd>
              </div>
            ))}
          </dl>
        </Section>
      )}
      <AlertFacts alert={alert} />
      <AlertHistory alert={alert} periods={periods} hasMore={hasMore} onPeriod={onPeriod} />
    </div>
  );
}

function Section({ title, note, children }: { readonly title: string; readonly note?: string; readonly children: ReactNode }) {
  return (
    <section className="alert-section" aria-label={title}>
      <h3>
        {title}
        {note !== undefined && <small className="faint">{note}</small>}
      </h3>
      {children}
    </section>
  );
}

function WhyUntold({ suppressed: { state, since, closedAt, reasons } }: { readonly suppressed: AlertSuppressedView }) {
  const t = useText();
  const { locale } = usePreferences();
  const nowMs = useNow();
  const times = { since: clockTime(locale, since, nowMs), closed: closedAt === null ? '—' : clockTime(locale, closedAt, nowMs) };
  const keys = { held: 'alertDrawer.held', ended: 'alertDrawer.ended', told: 'alertDrawer.wasTold' } as const;
  return (
    <Section title={t(state === 'told' ? 'alertDrawer.whyLater' : 'alertDrawer.why')}>
      <ul className="alert-reasons">
        {reasons.map(({ kind, id, text }) => (
          <li key={`${kind} ${id}`}>{text}</li>
        ))}
      </ul>
      <p className="faint">{t(keys[state], times)}</p>
    </Section>
  );
}

function AlertFacts({ alert }: { readonly alert: AlertListed }) {
  const t = useText();
  return (
    <Section title={t('alertDrawer.facts')}>
      <dl className="about">
        <dt>{t('alertDrawer.began')}</dt>
        <dd>
          <When at={alert.startsAt} form="clock" />
        </dd>
        {alert.status === 'resolved' && alert.endsAt !== null && (
          <>
            <dt>{t('alertDrawer.over')}</dt>
            <dd>
              <When at={alert.endsAt} form="clock" />
            </dd>
          </>
        )}
        <dt>{t('alertDrawer.lastTold')}</dt>
        <dd>
          <When at={alert.receivedAt} /> · {t('alertList.times', { count: alert.repeats })}
        </dd>
        <dt>{t('alertDrawer.source')}</dt>
        <dd>{alert.source}</dd>
        <dt>{t('alertDrawer.fingerprint')}</dt>
        <dd>
          <code>{alert.fingerprint}</code>
        </dd>
      </dl>
    </Section>
  );
}

interface HistoryProps extends Pick<DetailsProps, 'alert' | 'periods' | 'hasMore' | 'onPeriod'> {}

function AlertHistory({ alert, periods, hasMore, onPeriod }: HistoryProps) {
  const t = useText();
  const others = periods.filter(({ source }) => source === alert.source);
  return (
    <Section title={t('alertDrawer.history')}>
      {others.length <= 1 && <p className="faint">{t('alertDrawer.history.first')}</p>}
      {others.length > 1 && (
        <ol className="alert-history">
          {others.map((period) => {
            const { tone, key } = alertState(period);
            return (
              <li key={period.id} aria-current={period.id === alert.id ? 'true' : undefined}>
                <button type="button" className="link-button" onClick={() => onPeriod(period.id)}>
                  <When at={period.startsAt} form="clock" />
                </button>
                <ToneMark tone={tone}>{t(key)}</ToneMark>
                <span className="soft">
                  <AlertDuration alert={period} />
                </span>
                {period.incidentCode !== null && <Link to={`/incidents/${period.incidentCode}`}>{period.incidentCode}</Link>}
              </li>
            );
          })}
        </ol>
      )}
      {hasMore && <p className="faint">{t('alertDrawer.history.more')}</p>}
    </Section>
  );
}
