/** One detection at a glance: its state, its foremost series, score, budget, marks, and what can be done with it. */

import { Link } from 'react-router';
import type { DetectionView } from '../../../domain/detection-view.ts';
import { When } from '../../parts/when.tsx';
import { useText } from '../../preferences/preferences.tsx';
import { DetectionActions } from './detection-actions.tsx';
import { DetectionStateMark } from './detection-state.tsx';
import { MiniChart } from './mini-chart.tsx';
import { ScoreMeter } from './score-meter.tsx';

export interface DetectionCardProps {
  readonly detection: DetectionView;
  readonly onDone: () => void;
}

export function DetectionCard({ detection, onDone }: DetectionCardProps) {
  const t = useText();
  const { foremost, pausedBy, troubles } = detection;
  return (
    <li className="detection">
      <header>
        <h2>
          <Link to={`/detections/${encodeURIComponent(detection.id)}`}>{detection.title}</Link>
        </h2>
        <code className="chip">{detection.systemId}</code>
        <DetectionStateMark state={detection.state} />
      </header>
      <MiniChart series={foremost} limit={detection.limit} />
      <p className="detection-say">{sayOf(detection)}</p>
      {pausedBy !== null && <p className="soft">{t('detection.pausedBy', { person: pausedBy })}</p>}
      {troubles.map(({ kind, text, advice }) => (
        <p key={kind} className="detection-trouble" title={advice}>
          {text}
        </p>
      ))}
      <dl className="detection-facts">
        <div>
          <dt>{t('detection.score')}</dt>
          <dd>{foremost === null ? '–' : <ScoreMeter score={foremost.score} threshold={foremost.threshold} />}</dd>
        </div>
        <div>
          <dt>{t('detection.budget')}</dt>
          <dd>
            <BudgetPips detection={detection} />
          </dd>
        </div>
        <div>
          <dt>{t('detection.marks')}</dt>
          <dd>{t('detection.marks.of', { useful: detection.useful, useless: detection.useless })}</dd>
        </div>
      </dl>
      <footer>
        <span className="soft">
          {t('detection.lastRun')} {detection.lastRunAt === null ? t('detection.never') : <When at={detection.lastRunAt} />} ·{' '}
          {t('detection.series', { count: detection.series })}
        </span>
        <DetectionActions detection={detection} onDone={onDone} />
      </footer>
    </li>
  );
}

/** The reason when there is one, else which series it is. */
function sayOf({ foremost }: DetectionView): string {
  if (foremost === null) return '';
  return foremost.reason ?? foremost.name;
}

const pipsMax = 12;

function BudgetPips({ detection }: { readonly detection: DetectionView }) {
  const t = useText();
  const { opened, budgetPerDay, withheld, belowThreshold } = detection;
  const text = t('detection.budget.of', { opened, budget: budgetPerDay });
  const title = `${text}; ${t('detection.withheld', { withheld, below: belowThreshold })}`;
  const pips = Array.from({ length: Math.min(pipsMax, Math.max(opened, budgetPerDay)) }, (_, index) => index);
  return (
    <span className="pips" title={title}>
      {pips.map((index) => (
        <i key={index} className={index < opened ? 'pip pip-used' : 'pip'} aria-hidden="true" />
      ))}
      {text}
    </span>
  );
}
