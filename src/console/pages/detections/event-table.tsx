/** What a detection saw lately, what became of it, and whether people found it useful. */

import { Link } from 'react-router';
import type { DetectionDetailView, DetectionEventView } from '../../../domain/detection-view.ts';
import { Panel } from '../../parts/panel.tsx';
import { When } from '../../parts/when.tsx';
import { useText } from '../../preferences/preferences.tsx';
import { EventMarks } from './event-marks.tsx';

export interface EventTableProps {
  readonly detection: DetectionDetailView;
  readonly onDone: () => void;
}

export function EventTable({ detection, onDone }: EventTableProps) {
  const t = useText();
  return (
    <Panel title={t('detection.events')}>
      {detection.events.length === 0 && <p className="soft">{t('detection.events.none')}</p>}
      <ul className="detection-events">
        {detection.events.map((event) => (
          <EventRow key={event.id} event={event} onDone={onDone} />
        ))}
      </ul>
    </Panel>
  );
}

function EventRow({ event, onDone }: { readonly event: DetectionEventView; readonly onDone: () => void }) {
  const t = useText();
  const { code, since, endedAt, outcome, reason, seriesName, score, threshold } = event;
  return (
    <li className={`detection-event detection-event-${outcome}`}>
      <p className="detection-event-head">
        {code === null ? <strong>{t(`detection.outcome.${outcome}`)}</strong> : <Link to={`/incidents/${code}`}>{code}</Link>}
        <When at={since} />
        <span className="faint">
          {score.toFixed(2)} / {threshold.toFixed(2)}
        </span>
      </p>
      <p>{reason}</p>
      <p className="soft detection-event-foot">
        <code>{seriesName}</code>
        <span>
          {endedAt === null ? (
            t('detection.going')
          ) : (
            <>
              {t('detection.ended')} <When at={endedAt} />
            </>
          )}
        </span>
      </p>
      {code !== null && <EventMarks event={event} code={code} onDone={onDone} />}
    </li>
  );
}
