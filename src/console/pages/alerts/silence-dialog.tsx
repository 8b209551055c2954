/** A silence over some alerts: which labels, for how long, why, and what it would hide, counted before it is made. */

import { Input, type InputRef, Modal, Segmented } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { AlertListed } from '../../../domain/view.ts';
import type { SilenceTrial } from '../../../operations/noise-contract.ts';
import { useBackend } from '../../live/use-resource.ts';
import { useErrorText, useNotices } from '../../parts/use-notices.tsx';
import { useSubmission } from '../../parts/use-submission.ts';
import { useText } from '../../preferences/preferences.tsx';
import { type LabelChoice, labelChoices } from './label-choices.ts';

export interface SilenceDialogProps {
  readonly alerts: readonly AlertListed[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

const durations: readonly string[] = ['30m', '1h', '2h', '4h', '8h', '24h', '7d'];

export function SilenceDialog({ alerts, onClose, onDone }: SilenceDialogProps) {
  const t = useText();
  const { calls, store } = useBackend();
  const notices = useNotices();
  const { isBusy, problem, refuse, send } = useSubmission();
  const [choices] = useState(() => labelChoices(alerts.map(({ labels }) => labels)));
  const [names, setNames] = useState<ReadonlySet<string>>(() => new Set(choices.filter(({ isUsual }) => isUsual).map(({ name }) => name)));
  const [duration, setDuration] = useState<string>('2h');
  const [comment, setComment] = useState('');
  const why = useRef<InputRef>(null);
  const matchers = choices.filter(({ name }) => names.has(name)).map(({ matcher }) => matcher);

  async function submit(): Promise<void> {
    const missing = matchers.length === 0 ? 'silenceDialog.none' : comment.trim() === '' ? 'silenceDialog.needsWhy' : null;
    if (missing !== null) return refuse(t(missing));
    await send(async () => {
      const { matching } = await calls.addSilence({ matchers, duration, comment });
      notices.done(t(matching > 0 ? 'silence.addedMatching' : 'silence.added', { count: matching }));
      store.invalidate(['alerts', 'suppressed']);
      onDone();
    });
  }

  return (
    <Modal
      open
      title={t('silenceDialog.title')}
      okText={t('silence.submit')}
      cancelText={t('action.cancel')}
      confirmLoading={isBusy}
      onOk={() => void submit()}
      onCancel={onClose}
      width={600}
      afterOpenChange={(isOpen) => isOpen && why.current?.focus()}
    >
      <LabelToggles choices={choices} names={names} onChange={setNames} />
      <SilencePreview matchers={matchers} />
      <DurationChoice value={duration} onChange={setDuration} />
      <label className="form-field" htmlFor="silence-comment">
        <span>{t('silenceDialog.comment')}</span>
        <Input
          id="silence-comment"
          ref={why}
          maxLength={500}
          placeholder={t('silenceDialog.comment.hint')}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
          onPressEnter={() => void submit()}
        />
      </label>
      {problem !== null && (
        <p className="form-problem" role="alert">
          {problem}
        </p>
      )}
    </Modal>
  );
}

function DurationChoice({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const t = useText();
  return (
    <div className="form-field">
      <span>{t('silenceDialog.duration')}</span>
      <Segmented block aria-label={t('silenceDialog.duration')} value={value} options={[...durations]} onChange={onChange} />
    </div>
  );
}

interface LabelTogglesProps {
  readonly choices: readonly LabelChoice[];
  readonly names: ReadonlySet<string>;
  readonly onChange: (names: ReadonlySet<string>) => void;
}

function LabelToggles({ choices, names, onChange }: LabelTogglesProps) {
  const t = useText();
  function toggle(name: string): void {
    const next = new Set(names);
    if (!next.delete(name)) next.add(name);
    onChange(next);
  }
  return (
    <fieldset className="silence-labels">
      <legend>{t('silenceDialog.scope')}</legend>
      {choices.map(({ name, matcher }) => (
        <button key={name} type="button" className="toggle-chip" aria-pressed={names.has(name)} onClick={() => toggle(name)}>
          {matcher}
        </button>
      ))}
    </fieldset>
  );
}

const pauseMs = 200;

function SilencePreview({ matchers }: { readonly matchers: readonly string[] }) {
  const t = useText();
  const textOf = useErrorText();
  const { calls } = useBackend();
  const key = JSON.stringify(matchers);
  const [tried, setTried] = useState<{ readonly key: string; readonly trial: SilenceTrial | null; readonly problem: unknown } | null>(null);
  useEffect(() => {
    const wanted: readonly string[] = JSON.parse(key);
    if (wanted.length === 0) return;
    let isOver = false;
    const timer = setTimeout(async () => {
      try {
        const trial = await calls.trySilence(wanted);
        if (!isOver) setTried({ key, trial, problem: null });
      } catch (problem) {
        if (!isOver) setTried({ key, trial: null, problem });
      }
    }, pauseMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [key, calls]);

  const known = tried?.key === key ? tried : null;
  return (
    <section className="silence-preview" aria-live="polite" aria-label={t('silenceDialog.preview')} aria-busy={known === null}>
      <h4>{t('silenceDialog.preview')}</h4>
      {matchers.length === 0 && <p>{t('silenceDialog.none')}</p>}
      {matchers.length > 0 && known === null && <p className="faint">{t('silenceDialog.looking')}</p>}
      {known !== null && known.problem !== null && <p className="form-problem">{textOf(known.problem)}</p>}
      {matchers.length > 0 && known !== null && known.trial !== null && (
        <>
          <p>
            <strong>{t(known.trial.isCut ? 'silenceDialog.dayCut' : 'silenceDialog.day', { count: known.trial.lastDay })}</strong>
          </p>
          <p className="soft">{t('silenceDialog.now', { count: known.trial.firing })}</p>
          <ul>
            {known.trial.samples.map((sample) => (
              <li key={sample}>{sample}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
