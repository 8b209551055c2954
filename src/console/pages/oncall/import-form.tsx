/** A calendar file becomes overrides: chosen or dropped, shown first, then imported. */

import { Modal, Select } from 'antd';
import { type DragEvent, useState } from 'react';
import type { CalendarImportView } from '../../../domain/calendar-import-view.ts';
import type { ScheduleView } from '../../../domain/oncall-view.ts';
import { useBackend } from '../../live/use-resource.ts';
import { Loading } from '../../parts/feedback.tsx';
import { useErrorText, useNotices } from '../../parts/use-notices.tsx';
import { useText } from '../../preferences/preferences.tsx';
import { ImportPreview } from './import-preview.tsx';

interface ImportFormProps {
  readonly schedules: readonly ScheduleView[];
  readonly onDone: () => void;
  readonly onClose: () => void;
}

interface Given {
  readonly schedule: string;
  readonly days: number;
  readonly file: { readonly name: string; readonly text: string } | null;
}

const daysOffered = [31, 92, 183, 365];
/** As the server takes it. */
const charsMax = 2_000_000;

export function ImportForm({ schedules, onDone, onClose }: ImportFormProps) {
  const t = useText();
  const textOf = useErrorText();
  const notices = useNotices();
  const { calls } = useBackend();
  const [given, setGiven] = useState<Given>({ schedule: schedules[0]?.id ?? '', days: 92, file: null });
  const [view, setView] = useState<CalendarImportView | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const isChanging = view !== null && changes(view);

  async function run({ schedule, days, file }: Given, apply: boolean): Promise<void> {
    if (file === null) return;
    setIsBusy(true);
    setProblem(null);
    try {
      const made = await calls.importCalendar({ schedule, days, calendar: file.text, apply });
      if (apply) {
        notices.done(t('import.done', { name: file.name }));
        onDone();
        onClose();
        return;
      }
      setView(made);
    } catch (error) {
      setProblem(textOf(error));
      if (!apply) setView(null);
    }
    setIsBusy(false);
  }
  function change(next: Partial<Given>): void {
    const all = { ...given, ...next };
    setGiven(all);
    void run(all, false);
  }
  async function take(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    const text = await file.text();
    const refusal = refusalOf(text);
    if (refusal === null) return change({ file: { name: file.name, text } });
    setView(null);
    setProblem(t(refusal, { name: file.name }));
  }
  return (
    <Modal
      open
      width={820}
      title={t('import.title')}
      okText={t('import.submit')}
      okButtonProps={{ disabled: !isChanging }}
      cancelText={t('action.cancel')}
      confirmLoading={isBusy}
      onOk={() => void run(given, true)}
      onCancel={onClose}
      destroyOnHidden
    >
      <div className="oncall-form">
        <ImportChoices schedules={schedules} given={given} onChange={change} />
        <FileDrop name={given.file?.name ?? null} onFile={(file) => void take(file)} />
        <Problem text={problem} />
        {isBusy && view === null && <Loading>{t('import.reading')}</Loading>}
        {view !== null && <ImportPreview view={view} />}
        {view !== null && !isChanging && view.entries.length > 0 && <p className="soft">{t('import.nothing')}</p>}
      </div>
    </Modal>
  );
}

function Problem({ text }: { readonly text: string | null }) {
  if (text === null) return null;
  return (
    <p role="alert" className="form-problem">
      {text}
    </p>
  );
}

function changes({ entries }: CalendarImportView): boolean {
  return entries.some(({ state }) => state === 'new' || state === 'changed' || state === 'removed');
}

function refusalOf(text: string): 'import.emptyFile' | 'import.tooLarge' | null {
  if (text.trim() === '') return 'import.emptyFile';
  return text.length > charsMax ? 'import.tooLarge' : null;
}

interface ImportChoicesProps {
  readonly schedules: readonly ScheduleView[];
  readonly given: Given;
  readonly onChange: (change: Partial<Given>) => void;
}

function ImportChoices({ schedules, given, onChange }: ImportChoicesProps) {
  const t = useText();
  return (
    <div className="import-choices">
      <label htmlFor="import-schedule">
        <span>{t('oncall.form.schedule')}</span>
        <Select
          id="import-schedule"
          value={given.schedule}
          options={schedules.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(schedule) => onChange({ schedule })}
        />
      </label>
      <label htmlFor="import-days">
        <span>{t('import.days')}</span>
        <Select
          id="import-days"
          value={given.days}
          options={daysOffered.map((days) => ({ value: days, label: t('import.daysAhead', { days }) }))}
          onChange={(days) => onChange({ days })}
        />
      </label>
    </div>
  );
}

function FileDrop({ name, onFile }: { readonly name: string | null; readonly onFile: (file: File | undefined) => void }) {
  const t = useText();
  const [isOver, setIsOver] = useState(false);
  function drag(event: DragEvent, isInside: boolean): void {
    event.preventDefault();
    setIsOver(isInside);
  }
  return (
    <label
      className={isOver ? 'file-drop is-over' : 'file-drop'}
      htmlFor="import-file"
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={(event) => {
        drag(event, false);
        onFile(event.dataTransfer.files[0]);
      }}
    >
      <input
        id="import-file"
        type="file"
        accept=".ics,.ical,text/calendar"
        onChange={(event) => {
          onFile(event.currentTarget.files?.[0]);
          // The same file again, after it was mended, is a choice too.
          event.currentTarget.value = '';
        }}
      />
      <strong>{name ?? t('import.drop')}</strong>
      <span className="soft">{t(name === null ? 'import.drop.hint' : 'import.drop.other')}</span>
    </label>
  );
}
