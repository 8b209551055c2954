/** The head of an incident: what it is, where it stands, and the two things one always may do. */

import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { IncidentView } from '../../../domain/view.ts';
import { useBackend } from '../../live/use-resource.ts';
import { FormModal } from '../../parts/form-modal.tsx';
import { SeverityMark, StageMark } from '../../parts/marks.tsx';
import { durationText } from '../../parts/time-text.ts';
import { useNotices } from '../../parts/use-notices.tsx';
import { When } from '../../parts/when.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { MergeButton } from './merge-button.tsx';

export function IncidentHead({ incident, onReview }: { readonly incident: IncidentView; readonly onReview: () => void }) {
  const t = useText();
  const { locale } = usePreferences();
  const { startedAt, resolvedAt, previousIncident } = incident;
  return (
    <header className="incident-head">
      <div className="incident-title">
        <h1>
          <code>{incident.code}</code> {incident.title}
        </h1>
        <p className="incident-line">
          <StageMark incident={incident} />
          <SeverityMark severity={incident.severity} />
          <span>
            <When at={startedAt} />
            {resolvedAt !== null && (
              <> · {t('incident.lasted', { duration: durationText(locale, Date.parse(resolvedAt) - Date.parse(startedAt)) })}</>
            )}
          </span>
          {incident.alertsTotal > 0 && <span>{t('incidents.alerts', { firing: incident.alertsFiring, total: incident.alertsTotal })}</span>}
          {incident.acknowledgedBy !== null && <span>{t('incident.acknowledgedBy', { name: incident.acknowledgedBy })}</span>}
          {incident.mergedInto !== null && (
            <Link to={`/incidents/${incident.mergedInto}`}>{t('incident.mergedInto', { code: incident.mergedInto })}</Link>
          )}
          {previousIncident !== null && (
            <Link to={`/incidents/${previousIncident.code}`}>{t('incident.previous', { code: previousIncident.code })}</Link>
          )}
        </p>
        {incident.question !== null && incident.question !== incident.title && (
          <blockquote className="incident-question">{incident.question}</blockquote>
        )}
      </div>
      <div className="incident-actions">
        {incident.status !== 'resolved' && <HeadActions incident={incident} />}
        {incident.plan?.state === 'pending' && (
          <Button type="primary" onClick={onReview}>
            {t('incident.review')}
          </Button>
        )}
      </div>
    </header>
  );
}

function HeadActions({ incident }: { readonly incident: IncidentView }) {
  const t = useText();
  const { calls, store } = useBackend();
  const notices = useNotices();
  const [isBusy, setIsBusy] = useState(false);
  const [isResolving, setIsResolving] = useState(false);

  async function acknowledge(): Promise<void> {
    setIsBusy(true);
    try {
      await calls.acknowledge(incident.id);
      notices.done(t('incident.acknowledged'));
    } catch (error) {
      notices.failed(error);
    }
    setIsBusy(false);
    store.invalidate([`incident:${incident.id}`, 'incidents']);
  }
  async function resolve(fields: Readonly<Record<string, string>>): Promise<void> {
    await calls.resolve(incident.id, (fields.note ?? '').trim());
    notices.done(t('incident.resolve.done'));
    store.invalidate([`incident:${incident.id}`, 'incidents']);
  }
  return (
    <>
      {incident.acknowledgedBy === null && (
        <Button loading={isBusy} onClick={() => void acknowledge()}>
          {t('incident.acknowledge')}
        </Button>
      )}
      <MergeButton incident={incident} />
      <Button onClick={() => setIsResolving(true)}>{t('incident.resolve')}</Button>
      {isResolving && (
        <FormModal
          form={{
            id: 'resolve',
            title: t('incident.resolve.title'),
            submit: t('incident.resolve'),
            fields: [
              {
                id: 'note',
                label: t('incident.resolve.note'),
                isMultiline: true,
                isRequired: false,
                placeholder: t('incident.resolve.placeholder'),
              },
            ],
          }}
          onSubmit={resolve}
          onClose={() => setIsResolving(false)}
        />
      )}
    </>
  );
}
