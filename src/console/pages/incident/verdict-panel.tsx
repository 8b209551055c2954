/** What is confirmed, what is likely, what is unknown; every claim with its evidence. */

import { Button } from 'antd';
import { surenessOf } from '../../../domain/sureness.ts';
import type { CauseView, IncidentView } from '../../../domain/view.ts';
import { useBackend } from '../../live/use-resource.ts';
import { VerdictMark } from '../../parts/marks.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useNotices } from '../../parts/use-notices.tsx';
import { When } from '../../parts/when.tsx';
import { useText } from '../../preferences/preferences.tsx';
import { EvidenceLinks } from '../evidence/evidence-links.tsx';

/** A command that somebody asked for has an incident of its own, and nothing is looked into. */
function isLooking({ phase, spent }: IncidentView): boolean {
  return phase === 'received' || phase === 'investigating' || spent.probes > 0;
}

export function VerdictPanel({ incident }: { readonly incident: IncidentView }) {
  const t = useText();
  const { verdict } = incident;
  if (verdict === null) {
    return (
      <Panel title={t('verdictPanel.title')}>
        <p className="soft">{t(isLooking(incident) ? 'verdictPanel.none' : 'verdictPanel.never')}</p>
      </Panel>
    );
  }
  return (
    <Panel title={t('verdictPanel.title')} extra={<VerdictMark state={verdict.state} />} className="verdict-panel">
      <p className="verdict-summary">{verdict.summary}</p>
      {verdict.isPartial && incident.status !== 'resolved' && <Resume incidentId={incident.id} />}
      {verdict.causes.map((cause) => (
        <Cause key={`${cause.systemId} ${cause.title}`} cause={cause} />
      ))}
      <p className="panel-foot">
        {verdict.analyst === 'offline' ? t('verdictPanel.offline') : t('verdictPanel.analyst', { name: verdict.analyst })} ·{' '}
        <When at={verdict.at} />
      </p>
    </Panel>
  );
}

function Cause({ cause }: { readonly cause: CauseView }) {
  const t = useText();
  return (
    <article className="cause">
      <h3>
        <VerdictMark state={cause.state} /> · {cause.title}
      </h3>
      <p className="cause-where">
        <code>{cause.systemId}</code>
        <span>
          {t('verdictPanel.confidence', { word: t(`sure.${surenessOf(cause.confidence)}`), percent: Math.round(cause.confidence * 100) })}
        </span>
        {cause.signatureId !== null && <code className="faint">{cause.signatureId}</code>}
      </p>
      <p>{cause.explanation}</p>
      <EvidenceLinks ids={cause.evidenceIds} label={t('verdictPanel.evidence')} hasNames />
      {cause.advice !== null && <Labelled label={t('verdictPanel.advice')} text={cause.advice} />}
      {cause.refutedBy !== null && <Labelled label={t('verdictPanel.refutedBy')} text={cause.refutedBy} />}
    </article>
  );
}

export function Labelled({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <p className="labelled">
      <span>{label}</span>
      {text}
    </p>
  );
}

function Resume({ incidentId }: { readonly incidentId: string }) {
  const t = useText();
  const { calls, store } = useBackend();
  const notices = useNotices();
  function resume(): void {
    calls
      .steer(incidentId, 'resume', '')
      .then(() => notices.done(t('steer.done')), notices.failed)
      .finally(() => store.invalidate([`incident:${incidentId}`]));
  }
  return (
    <p className="partial">
      {t('verdictPanel.partial')}
      <Button size="small" onClick={resume}>
        {t('verdictPanel.resume')}
      </Button>
    </p>
  );
}
