/** The plan: exactly what would be done, why, how it is verified and undone; and the decision on it. */

import { Button } from 'antd';
import type { IncidentView, PlanView } from '../../../domain/view.ts';
import { ToneMark } from '../../parts/marks.tsx';
import { Panel } from '../../parts/panel.tsx';
import { planTones } from '../../parts/stage.ts';
import { clockTime, durationText } from '../../parts/time-text.ts';
import { useShortcuts } from '../../parts/use-shortcuts.ts';
import { useNow, When } from '../../parts/when.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { sayWord } from '../../text.ts';
import { PlanSteps } from './plan-steps.tsx';
import { usePlanDecision } from './use-plan-decision.tsx';

export function PlanPanel({ incident }: { readonly incident: IncidentView }) {
  const t = useText();
  const { plan, earlierPlans } = incident;
  if (plan === null && earlierPlans.length === 0) {
    if (incident.status === 'resolved' || incident.verdict === null || incident.verdict.state === 'healthy') return null;
    return (
      <Panel title={t('planPanel.title')}>
        <p className="soft">{t('planPanel.none')}</p>
      </Panel>
    );
  }
  return (
    <>
      {plan !== null && <CurrentPlan plan={plan} />}
      {earlierPlans.length > 0 && (
        <Panel title={t('planPanel.earlier', { count: earlierPlans.length })}>
          {earlierPlans.map((earlier) => (
            <EarlierPlan key={earlier.id} plan={earlier} />
          ))}
        </Panel>
      )}
    </>
  );
}

function CurrentPlan({ plan }: { readonly plan: PlanView }) {
  const t = useText();
  const decision = usePlanDecision(plan);
  const isPending = plan.state === 'pending';
  useShortcuts(isPending ? { a: decision.approve, r: decision.reject } : {});
  return (
    <Panel
      title={t('planPanel.title')}
      extra={<ToneMark tone={planTones[plan.state]}>{t(`plan.${plan.state}`)}</ToneMark>}
      className={`plan plan-${planTones[plan.state]}`}
    >
      <h3 className="plan-title">
        {plan.title} <span className={`risk risk-${plan.risk}`}>{t(`risk.${plan.risk}`)}</span>
      </h3>
      <PlanSteps steps={plan.steps} />
      <PlanMeta plan={plan} />
      <PlanButtons plan={plan} decision={decision} />
      {decision.dialog}
    </Panel>
  );
}

function PlanMeta({ plan }: { readonly plan: PlanView }) {
  const t = useText();
  const { locale } = usePreferences();
  const nowMs = useNow();
  const leftMs = Date.parse(plan.expiresAt) - nowMs;
  const time = clockTime(locale, plan.expiresAt, nowMs);
  const given = plan.approvals.filter((approval) => approval.decision === 'approve').length;
  return (
    <div className="plan-meta">
      <p>
        {plan.state === 'pending' && leftMs > 0 && <span>{t('planPanel.validUntil', { time, left: durationText(locale, leftMs) })}</span>}
        {plan.state === 'expired' && <span>{t('planPanel.validEnded', { time })}</span>}
        <span>{t('planPanel.approvals', { given, needed: plan.approvalsNeeded })}</span>
        <span title={t('planPanel.digest.hint')}>
          {t('planPanel.digest')} <code>{plan.digest.slice(0, 12)}</code>
        </span>
      </p>
      {plan.approvals.map((approval) => (
        <p key={`${approval.personId} ${approval.at}`} className="approval">
          <span>{t(approval.decision === 'approve' ? 'planPanel.approvedBy' : 'planPanel.rejectedBy', { name: approval.personName })}</span>
          <When at={approval.at} />
          <span className="faint">{sayWord(locale, 'door', approval.door)}</span>
          {approval.reason !== null && approval.reason !== '' && <span>{t('planPanel.reason', { reason: approval.reason })}</span>}
        </p>
      ))}
    </div>
  );
}

function PlanButtons({ plan, decision }: { readonly plan: PlanView; readonly decision: ReturnType<typeof usePlanDecision> }) {
  const t = useText();
  const { state } = plan;
  const canUndo =
    (state === 'verified' || state === 'stopped' || state === 'failed') &&
    plan.steps.some((step) => step.undo.isPossible && isApplied(step.state));
  if (state === 'pending') {
    return (
      <div className="plan-buttons">
        <Button type="primary" size="large" loading={decision.busy === 'approve'} onClick={decision.approve}>
          {t('approve.button')} <kbd>a</kbd>
        </Button>
        <Button size="large" onClick={decision.reject}>
          {t('reject.button')} <kbd>r</kbd>
        </Button>
      </div>
    );
  }
  if (state === 'approved' || state === 'running') {
    return (
      <div className="plan-buttons">
        <Button danger size="large" loading={decision.busy === 'stop'} onClick={decision.stop}>
          {t('stop.button')}
        </Button>
      </div>
    );
  }
  if (!canUndo) return null;
  return (
    <div className="plan-buttons">
      <Button loading={decision.busy === 'undo'} onClick={decision.undo}>
        {t('undo.button')}
      </Button>
    </div>
  );
}

function isApplied(state: PlanView['steps'][number]['state']): boolean {
  return state === 'verified' || state === 'failed' || state === 'verifying' || state === 'undo_failed';
}

function EarlierPlan({ plan }: { readonly plan: PlanView }) {
  const t = useText();
  return (
    <details className="earlier-plan">
      <summary>
        <ToneMark tone={planTones[plan.state]}>{t(`plan.${plan.state}`)}</ToneMark> {plan.title} <When at={plan.createdAt} />
      </summary>
      <PlanSteps steps={plan.steps} />
      <PlanMeta plan={plan} />
    </details>
  );
}
