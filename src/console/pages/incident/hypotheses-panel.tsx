/** What was considered: open hypotheses, and the refuted ones with the reason. */

import { Button } from 'antd';
import type { HypothesisView, IncidentView } from '../../../domain/view.ts';
import { useBackend } from '../../live/use-resource.ts';
import { Panel } from '../../parts/panel.tsx';
import { hypothesisMarks } from '../../parts/stage.ts';
import { useNotices } from '../../parts/use-notices.tsx';
import { useText } from '../../preferences/preferences.tsx';
import { EvidenceLinks } from '../evidence/evidence-links.tsx';
import { Labelled } from './verdict-panel.tsx';

export function HypothesesPanel({ incident }: { readonly incident: IncidentView }) {
  const t = useText();
  const open = incident.hypotheses.filter((hypothesis) => hypothesis.state !== 'refuted');
  // The verdict lists what was refuted; before there is one, the hypotheses themselves do.
  const refutedOnly = incident.refuted.length > 0 ? [] : incident.hypotheses.filter((hypothesis) => hypothesis.state === 'refuted');
  const refutedCount = incident.refuted.length + refutedOnly.length;
  if (open.length === 0 && refutedCount === 0) return null;
  return (
    <Panel title={t('hypotheses.title')}>
      {open.map((hypothesis) => (
        <Hypothesis key={hypothesis.id} hypothesis={hypothesis} incident={incident} />
      ))}
      {refutedCount > 0 && (
        <details className="refuted" open={open.length === 0}>
          <summary>{t('hypotheses.refuted', { count: refutedCount })}</summary>
          <ul>
            {incident.refuted.map((one) => (
              <li key={`${one.systemId} ${one.title}`}>
                <s>{one.title}</s> <code className="faint">{one.systemId}</code>
                <p>{one.reason}</p>
                <EvidenceLinks ids={one.evidenceIds} />
              </li>
            ))}
            {refutedOnly.map((one) => (
              <li key={one.id}>
                <s>{one.title}</s> <code className="faint">{one.systemId}</code>
                <EvidenceLinks ids={one.evidenceAgainst} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </Panel>
  );
}

function Hypothesis({ hypothesis, incident }: { readonly hypothesis: HypothesisView; readonly incident: IncidentView }) {
  const t = useText();
  const { author, state } = hypothesis;
  const percent = Math.round(hypothesis.confidence * 100);
  return (
    <details className="hypothesis">
      <summary>
        <span className="hypothesis-state">
          <i aria-hidden="true">{hypothesisMarks[state]}</i> {t(`hypothesis.${state}`)}
        </span>
        <span className="hypothesis-title">{hypothesis.title}</span>
        <span className="hypothesis-percent">{percent}%</span>
      </summary>
      <div className="hypothesis-body">
        <p className="cause-where">
          <code>{hypothesis.systemId}</code>
          {author === 'person' && <span>{t('hypotheses.person')}</span>}
          {author === 'llm' && <span>{t('hypotheses.llm')}</span>}
        </p>
        <p>{hypothesis.explanation}</p>
        <EvidenceLinks ids={hypothesis.evidenceFor} label={t('hypotheses.for')} />
        <EvidenceLinks ids={hypothesis.evidenceAgainst} label={t('hypotheses.against')} />
        {hypothesis.refutedBy !== null && <Labelled label={t('verdictPanel.refutedBy')} text={hypothesis.refutedBy} />}
        {incident.status !== 'resolved' && state !== 'confirmed' && <RuleOut incidentId={incident.id} title={hypothesis.title} />}
      </div>
    </details>
  );
}

function RuleOut({ incidentId, title }: { readonly incidentId: string; readonly title: string }) {
  const t = useText();
  const { calls, store } = useBackend();
  const notices = useNotices();
  function ruleOut(): void {
    calls
      .steer(incidentId, 'rule-out', title)
      .then(() => notices.done(t('steer.done')), notices.failed)
      .finally(() => store.invalidate([`incident:${incidentId}`]));
  }
  return (
    <Button size="small" onClick={ruleOut}>
      {t('hypotheses.ruleOut')}
    </Button>
  );
}
