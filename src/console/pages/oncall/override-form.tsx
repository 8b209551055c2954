/** Somebody takes over for a while: which schedule, who, for whom, from when to when. */

import { Input, Modal, Select } from 'antd';
import { useState } from 'react';
import type { ScheduleView } from '../../../domain/oncall-view.ts';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { useNotices } from '../../parts/use-notices.tsx';
import { useSubmission } from '../../parts/use-submission.ts';
import { useText } from '../../preferences/preferences.tsx';

interface OverrideFormProps {
  readonly schedules: readonly ScheduleView[];
  readonly onDone: () => void;
  readonly onClose: () => void;
}

interface Given {
  readonly schedule: string;
  readonly person: string | null;
  readonly insteadOf: string | null;
  /** On the reader's clock: `2026-12-01T20:00`. */
  readonly from: string;
  readonly to: string;
}

/** Stays open with the error when it is refused, so that nothing typed is lost. */
export function OverrideForm({ schedules, onDone, onClose }: OverrideFormProps) {
  const t = useText();
  const notices = useNotices();
  const { calls } = useBackend();
  const [given, setGiven] = useState<Given>({ schedule: schedules[0]?.id ?? '', person: null, insteadOf: null, from: '', to: '' });
  const { isBusy, problem, refuse, send } = useSubmission();
  async function submit(): Promise<void> {
    const { schedule, person, insteadOf, from, to } = given;
    if (schedule === '' || person === null || from === '' || to === '') return refuse(t('oncall.form.missing'));
    await send(async () => {
      const span = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
      const made = await calls.takeShift({ schedule, person, ...span, ...(insteadOf === null ? {} : { insteadOf }) });
      notices.done(t('oncall.form.done', { person: made.person.name }));
      onDone();
      onClose();
    });
  }

  return (
    <Modal
      open
      title={t('oncall.override')}
      okText={t('oncall.form.submit')}
      cancelText={t('action.cancel')}
      confirmLoading={isBusy}
      onOk={() => void submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      <div className="oncall-form">
        <Fields schedules={schedules} given={given} onChange={(change) => setGiven({ ...given, ...change })} />
        <p className="soft">{t('oncall.form.zone')}</p>
        {problem !== null && (
          <p role="alert" className="form-problem">
            {problem}
          </p>
        )}
      </div>
    </Modal>
  );
}

interface FieldsProps {
  readonly schedules: readonly ScheduleView[];
  readonly given: Given;
  readonly onChange: (change: Partial<Given>) => void;
}

function Fields({ schedules, given, onChange }: FieldsProps) {
  const t = useText();
  const { calls } = useBackend();
  const people = useResource(
    'people',
    () => calls.people(),
    () => ['people'],
  );
  const names = (people.value?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <label htmlFor="override-schedule">
        <span>{t('oncall.form.schedule')}</span>
        <Select
          id="override-schedule"
          value={given.schedule}
          options={schedules.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(schedule) => onChange({ schedule })}
        />
      </label>
      <label htmlFor="override-person">
        <span>{t('oncall.form.person')}</span>
        <Select id="override-person" value={given.person} options={names} onChange={(person) => onChange({ person })} />
      </label>
      <label htmlFor="override-for">
        <span>{t('oncall.form.for')}</span>
        <Select
          id="override-for"
          allowClear
          value={given.insteadOf}
          options={names}
          onChange={(value) => onChange({ insteadOf: value ?? null })}
        />
      </label>
      <label htmlFor="override-from">
        <span>{t('oncall.form.from')}</span>
        <Input id="override-from" type="datetime-local" value={given.from} onChange={(event) => onChange({ from: event.target.value })} />
      </label>
      <label htmlFor="override-to">
        <span>{t('oncall.form.to')}</span>
        <Input id="override-to" type="datetime-local" value={given.to} onChange={(event) => onChange({ to: event.target.value })} />
      </label>
    </>
  );
}
