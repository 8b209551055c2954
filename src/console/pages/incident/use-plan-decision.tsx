/** Approve, reject, stop and undo: asked first, sent with the digest that was on the screen, answered in words. */

import { App } from 'antd';
import { type ReactNode, useState } from 'react';
import type { PlanView } from '../../../domain/view.ts';
import type { PlanAnswer } from '../../api/calls.ts';
import { useBackend } from '../../live/use-resource.ts';
import { FormModal } from '../../parts/form-modal.tsx';
import { useNotices } from '../../parts/use-notices.tsx';
import { useText } from '../../preferences/preferences.tsx';
import { StepCall } from './plan-steps.tsx';

type Decision = 'approve' | 'stop' | 'undo';

export interface PlanDecision {
  readonly busy: Decision | null;
  readonly approve: () => void;
  readonly reject: () => void;
  readonly stop: () => void;
  readonly undo: () => void;
  readonly dialog: ReactNode;
}

export function usePlanDecision(plan: PlanView): PlanDecision {
  const t = useText();
  const { modal } = App.useApp();
  const { calls, store } = useBackend();
  const notices = useNotices();
  const [busy, setBusy] = useState<Decision | null>(null);
  const [isRejecting, setIsRejecting] = useState(false);
  const touched = [`incident:${plan.incidentId}`, 'incidents', 'messages'];

  async function run(decision: Decision, call: () => Promise<PlanAnswer>, words: (answer: PlanAnswer) => string): Promise<void> {
    setBusy(decision);
    try {
      notices.done(words(await call()));
    } catch (error) {
      // A refusal often means that the plan has moved on: the page is read again either way.
      notices.failed(error);
    }
    setBusy(null);
    store.invalidate(touched);
  }
  function approvedWords(answer: PlanAnswer): string {
    if (!answer.isChanged && answer.approvalsMissing === 0) return t('approve.repeat');
    return answer.approvalsMissing > 0 ? t('approve.missing', { count: answer.approvalsMissing }) : t('approve.done');
  }
  function ask(title: string, body: ReactNode, okText: string, isDanger: boolean, go: () => Promise<void>): void {
    modal.confirm({
      title,
      content: body,
      icon: null,
      width: 560,
      okText,
      cancelText: t('action.cancel'),
      okButtonProps: { danger: isDanger },
      onOk: go,
    });
  }
  async function reject(fields: Readonly<Record<string, string>>): Promise<void> {
    await calls.reject(plan.id, (fields.reason ?? '').trim());
    notices.done(t('reject.done'));
    store.invalidate(touched);
  }

  return {
    busy,
    approve: () =>
      ask(t('approve.title', { count: plan.steps.length }), <ApproveSummary plan={plan} />, t('approve.confirm'), false, () =>
        run('approve', () => calls.approve(plan.id, plan.digest), approvedWords),
      ),
    reject: () => setIsRejecting(true),
    stop: () =>
      ask(t('stop.title'), t('stop.body'), t('stop.button'), true, () =>
        run(
          'stop',
          () => calls.stop(plan.id),
          () => t('stop.done'),
        ),
      ),
    undo: () =>
      ask(t('undo.title'), t('undo.body'), t('undo.button'), false, () =>
        run(
          'undo',
          () => calls.undo(plan.id),
          () => t('undo.done'),
        ),
      ),
    dialog: isRejecting && <RejectForm onReject={reject} onClose={() => setIsRejecting(false)} />,
  };
}

interface RejectFormProps {
  readonly onReject: (fields: Readonly<Record<string, string>>) => Promise<void>;
  readonly onClose: () => void;
}

function RejectForm({ onReject, onClose }: RejectFormProps) {
  const t = useText();
  const reason = { id: 'reason', label: t('reject.reason'), isMultiline: true, isRequired: false, placeholder: t('reject.placeholder') };
  const form = { id: 'reject', title: t('reject.title'), submit: t('reject.button'), fields: [reason] };
  return <FormModal isDanger form={form} onSubmit={onReject} onClose={onClose} />;
}

function ApproveSummary({ plan }: { readonly plan: PlanView }) {
  const t = useText();
  return (
    <div className="approve-summary">
      <p>{t('approve.body')}</p>
      <ol>
        {plan.steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the plan.
          <li key={index}>
            {step.summary}
            <StepCall step={step} />
            {!step.undo.isPossible && <strong className="no-undo">{t('step.undo.impossible')}</strong>}
          </li>
        ))}
      </ol>
      <p className="faint">
        {t('planPanel.digest')} <code>{plan.digest.slice(0, 12)}</code>
      </p>
    </div>
  );
}
