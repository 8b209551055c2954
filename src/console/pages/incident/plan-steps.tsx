/** The steps of a plan, each with its tick and everything that is needed to decide on it. */

import type { StepView } from '../../../domain/view.ts';
import { stepMarks, stepTones } from '../../parts/stage.ts';
import { useText } from '../../preferences/preferences.tsx';
import { EvidenceLinks } from '../evidence/evidence-links.tsx';

export function PlanSteps({ steps }: { readonly steps: readonly StepView[] }) {
  return (
    <ol className="steps">
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the plan.
        <Step key={index} step={step} number={index + 1} />
      ))}
    </ol>
  );
}

function Step({ step, number }: { readonly step: StepView; readonly number: number }) {
  const t = useText();
  const tone = stepTones[step.state];
  const isMoving = step.state === 'checking' || step.state === 'applying' || step.state === 'verifying' || step.state === 'undoing';
  return (
    <li className={`step tone-${tone}${isMoving ? ' is-moving' : ''}`} data-step-state={step.state}>
      <span className="step-mark" aria-hidden="true">
        {stepMarks[step.state]}
      </span>
      <div className="step-main">
        <p className="step-head">
          <strong>
            {number}. {step.summary}
          </strong>
          <span className="step-state">{t(`step.${step.state}`)}</span>
        </p>
        <StepCall step={step} />
        {step.note !== null && <p className="step-note">{step.note}</p>}
        <dl className="step-facts">
          <dt>{t('step.why')}</dt>
          <dd>
            {step.why} <EvidenceLinks ids={step.evidenceIds} />
          </dd>
          <dt>{t('step.effect')}</dt>
          <dd>{step.effect}</dd>
          <dt>{t('step.verification')}</dt>
          <dd>{step.verification}</dd>
          <dt>{t('step.undo')}</dt>
          <dd>
            {!step.undo.isPossible && <strong className="no-undo">{t('step.undo.impossible')} · </strong>}
            {step.undo.summary}
          </dd>
        </dl>
      </div>
    </li>
  );
}

/** The call as it will be made: system, action and the exact arguments. */
export function StepCall({ step }: { readonly step: StepView }) {
  const t = useText();
  const given = Object.entries(step.arguments);
  return (
    <p className="step-call">
      <code>
        <span className="faint">{step.systemId}</span> {step.action}
        {given.map(([name, value]) => (
          <span key={name}>
            {' '}
            <span className="faint">{name}=</span>
            {String(value)}
          </span>
        ))}
      </code>
      <span className={`risk risk-${step.risk}`}>{t(`risk.${step.risk}`)}</span>
    </p>
  );
}
