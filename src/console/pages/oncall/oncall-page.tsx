/** Who is on duty now and in the next days, who is called when nobody takes over, and who was called lately. */

import '../../style/oncall.css';
import { Button } from 'antd';
import { useState } from 'react';
import type { ScheduleView } from '../../../domain/oncall-view.ts';
import { hasRole } from '../../../domain/policy.ts';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { Empty, ErrorNote, Loading } from '../../parts/feedback.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { useNow, When } from '../../parts/when.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { useSession } from '../../shell/session.ts';
import { CallsPart } from './calls-part.tsx';
import { DaysAhead } from './days-ahead.tsx';
import { ImportForm } from './import-form.tsx';
import { LaddersPart } from './ladders-part.tsx';
import { OverrideForm } from './override-form.tsx';

const days = 7;
const dayMs = 86_400_000;

export function OncallPage() {
  const t = useText();
  useTitle(t('oncall.title'));
  const { locale } = usePreferences();
  const { calls } = useBackend();
  const [isOpen, setIsOpen] = useState(false);
  const [isImporting, setIsImporting] = useState(false);
  const { session } = useSession();
  // It disposes of other people's time.
  const mayImport = hasRole({ ...session.person, identities: {} }, 'admin');
  const [fromMs] = useState(() => Math.floor(Date.now() / 60_000) * 60_000);
  const schedules = useResource(
    `oncall ${locale}`,
    () => calls.schedules(new Date(fromMs).toISOString(), new Date(fromMs + days * dayMs).toISOString()),
    () => ['oncall'],
  );
  const items = schedules.value?.items ?? [];
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{t('oncall.title')}</h1>
          <p className="soft">{t('oncall.about')}</p>
        </div>
        {items.length > 0 && (
          <span className="oncall-tools">
            {mayImport && <Button onClick={() => setIsImporting(true)}>{t('import.open')}</Button>}
            <Button type="primary" onClick={() => setIsOpen(true)}>
              {t('oncall.override')}
            </Button>
          </span>
        )}
      </header>
      {schedules.error !== null && <ErrorNote error={schedules.error} onRetry={schedules.reload} />}
      {schedules.value === null && schedules.error === null && <Loading />}
      {schedules.value !== null && items.length === 0 && <Empty title={t('oncall.none')}>{t('oncall.none.body')}</Empty>}
      {items.length > 0 && (
        <>
          <section className="oncall-section" aria-label={t('oncall.now')}>
            <h2>{t('oncall.now')}</h2>
            <div className="oncall-now">
              {items.map((schedule) => (
                <NowCard key={schedule.id} schedule={schedule} />
              ))}
            </div>
          </section>
          <section className="oncall-section" aria-label={t('oncall.days')}>
            <h2>{t('oncall.days')}</h2>
            <DaysAhead schedules={items} fromMs={fromMs} toMs={fromMs + days * dayMs} />
          </section>
        </>
      )}
      <LaddersPart />
      <CallsPart />
      {isImporting && <ImportForm schedules={items} onDone={schedules.reload} onClose={() => setIsImporting(false)} />}
      {isOpen && <OverrideForm schedules={items} onDone={schedules.reload} onClose={() => setIsOpen(false)} />}
    </div>
  );
}

function NowCard({ schedule }: { readonly schedule: ScheduleView }) {
  const t = useText();
  const now = new Date(useNow()).toISOString();
  const shift = schedule.shifts.find(({ from, to }) => from <= now && now < to) ?? null;
  const next = schedule.shifts.find(({ from }) => from >= (shift?.to ?? now)) ?? null;
  const names = (people: ScheduleView['shifts'][number]['people']): string => people.map(({ name }) => name).join(' · ');
  return (
    <article className="oncall-card">
      <p className="oncall-card-name soft">
        {schedule.name} · {schedule.timeZone}
      </p>
      <p className={`oncall-people ${shift === null ? 'is-nobody' : ''}`}>{shift === null ? t('oncall.nobody') : names(shift.people)}</p>
      <p className="soft">
        {shift !== null && (
          <>
            {t('oncall.until')} <When at={shift.to} form="clock" />
            {shift.overrideId !== null && ` · ${t('oncall.taken')}`}
          </>
        )}
        {next !== null && (
          <>
            {shift !== null && ' · '}
            {t('oncall.next')} {names(next.people)}
            {(shift === null || next.from > shift.to) && (
              <>
                {' '}
                {t('oncall.from')} <When at={next.from} form="clock" />
              </>
            )}
          </>
        )}
      </p>
    </article>
  );
}
