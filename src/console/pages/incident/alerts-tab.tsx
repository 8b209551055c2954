/** The alerts of the incident with everything their source said. */

import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { AlertView, IncidentView } from '../../../domain/view.ts';
import { useBackend } from '../../live/use-resource.ts';
import { Empty } from '../../parts/feedback.tsx';
import { ToneMark } from '../../parts/marks.tsx';
import { SafeLink } from '../../parts/safe-link.tsx';
import { useNotices } from '../../parts/use-notices.tsx';
import { When } from '../../parts/when.tsx';
import { useText } from '../../preferences/preferences.tsx';

export function AlertsTab({ incident }: { readonly incident: IncidentView }) {
  const t = useText();
  const { alerts } = incident;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  if (alerts.length === 0) return <Empty title={t('alerts.empty')} />;
  const canSplit = incident.status !== 'resolved' && alerts.length > 1 && incident.storm === undefined;
  function choose(id: string): void {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  }
  return (
    <>
      {canSplit && <SplitBar incident={incident} chosen={[...chosen]} onDone={() => setChosen(new Set())} />}
      <ul className="alerts">
        {alerts.map((alert) => (
          <Alert key={alert.id} alert={alert} {...(canSplit ? { isChosen: chosen.has(alert.id), onChoose: choose } : {})} />
        ))}
      </ul>
    </>
  );
}

interface SplitBarProps {
  readonly incident: IncidentView;
  readonly chosen: readonly string[];
  readonly onDone: () => void;
}

function SplitBar({ incident, chosen, onDone }: SplitBarProps) {
  const t = useText();
  const { calls, store } = useBackend();
  const notices = useNotices();
  const navigate = useNavigate();
  const [isBusy, setIsBusy] = useState(false);

  async function split(): Promise<void> {
    setIsBusy(true);
    try {
      const { move } = await calls.split(incident.id, chosen);
      notices.done(t('split.done', { code: move.to.code }));
      store.invalidate([`incident:${incident.id}`, 'incidents']);
      onDone();
      await navigate(`/incidents/${move.to.code}`);
    } catch (error) {
      notices.failed(error);
    }
    setIsBusy(false);
  }
  return (
    <p className="alerts-split">
      <span className="faint">{t('split.hint')}</span>
      <Button size="small" disabled={chosen.length === 0} loading={isBusy} onClick={() => void split()}>
        {t('split.button', { count: chosen.length })}
      </Button>
    </p>
  );
}

interface AlertProps {
  readonly alert: AlertView;
  readonly isChosen?: boolean;
  readonly onChoose?: (id: string) => void;
}

function Alert({ alert, isChosen = false, onChoose }: AlertProps) {
  const t = useText();
  const { annotations, labels } = alert;
  const isFiring = alert.status === 'firing';
  const name = labels.alertname ?? annotations.summary ?? alert.fingerprint;
  return (
    <li className="alert">
      <p className="alert-head">
        {onChoose !== undefined && (
          <Checkbox checked={isChosen} aria-label={t('split.choose', { name })} onChange={() => onChoose(alert.id)} />
        )}
        <ToneMark tone={isFiring ? 'firing' : 'resolved'}>{t(isFiring ? 'alerts.firing' : 'alerts.resolved')}</ToneMark>
        <strong>{name}</strong>
        <When at={alert.endsAt !== null && !isFiring ? alert.endsAt : alert.startsAt} />
      </p>
      {Object.entries(annotations).map(([name, value]) => (
        <p key={name} className="alert-annotation">
          {value}
        </p>
      ))}
      <p className="chips">
        {Object.entries(labels).map(([name, value]) => (
          <span key={name} className="chip">
            <span className="faint">{name}=</span>
            {value}
          </span>
        ))}
      </p>
      <p className="story-foot">
        <span>{alert.source}</span>
        {alert.repeats > 0 && <span>{t('alerts.repeats', { count: alert.repeats })}</span>}
        {alert.generatorUrl !== null && <SafeLink url={alert.generatorUrl}>{t('alerts.source')}</SafeLink>}
      </p>
    </li>
  );
}
