/** What began when, in order, with how sure the order is. */

import type { ChangeSuspect } from '../../../domain/verdict.ts';
import type { CourseView } from '../../../domain/view.ts';
import { Panel } from '../../parts/panel.tsx';
import { clockTime, durationText } from '../../parts/time-text.ts';
import { useNow } from '../../parts/when.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { EvidenceLinks } from '../evidence/evidence-links.tsx';

/** Narrower intervals than the clock shows need no words. */
const sharpMs = 60_000;

export interface CoursePanelProps {
  readonly course: readonly CourseView[];
  readonly suspects: readonly ChangeSuspect[];
}

export function CoursePanel({ course, suspects }: CoursePanelProps) {
  const t = useText();
  if (course.length === 0) return null;
  return (
    <Panel title={t('course.title')} className="course-panel">
      <ol className="course">
        {course.map((entry) => (
          <Entry key={`${entry.sourceId} ${entry.at} ${entry.text} ${entry.systemId}`} entry={entry} />
        ))}
      </ol>
      {suspects.length > 0 && <Suspects suspects={suspects} />}
      <p className="panel-foot">{t('course.note')}</p>
    </Panel>
  );
}

function Suspects({ suspects }: { readonly suspects: readonly ChangeSuspect[] }) {
  const t = useText();
  const { locale } = usePreferences();
  return (
    <div className="suspects">
      <h3>{t('suspects.title')}</h3>
      <ul>
        {suspects.map((each) => (
          <li key={`${each.changeId} ${each.systemId}`}>
            {each.title} {each.version !== null && <span className="soft">({each.version})</span>}{' '}
            <code className="faint">{each.systemId}</code>
            <p className="course-foot">
              <span>{t(`onset.${each.kind}`)}</span>
              <span>{t('suspects.before', { duration: durationText(locale, each.secondsBefore * 1_000) })}</span>
              <span>{t(`suspects.${each.mechanism}`)}</span>
              {each.author !== null && <span>{each.author}</span>}
              <EvidenceLinks ids={each.evidenceIds} />
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Entry({ entry }: { readonly entry: CourseView }) {
  const t = useText();
  const { locale } = usePreferences();
  const nowMs = useNow();
  const clock = (at: string) => clockTime(locale, at, nowMs);
  const isSharp = Date.parse(entry.latest) - Date.parse(entry.earliest) < sharpMs;
  const between = t('course.between', { from: clock(entry.earliest), to: clock(entry.latest) });
  const isEvidence = entry.sourceId.startsWith('ev_');
  return (
    <li className={`course-entry course-${entry.place}`}>
      <time dateTime={entry.at} title={between}>
        {clock(entry.at)}
      </time>
      <div>
        <p>
          {entry.text} <code className="faint">{entry.systemId}</code>
        </p>
        <p className="course-foot">
          <span>{t(`onset.${entry.kind}`)}</span>
          {entry.place !== 'later' && <strong>{t(`course.${entry.place}`)}</strong>}
          {!isSharp && <span>{between}</span>}
          {isEvidence && <EvidenceLinks ids={[entry.sourceId]} />}
        </p>
      </div>
    </li>
  );
}
