/** A score on its way from nothing to certainty, and the line at which an incident opens. */

import { useText } from '../../preferences/preferences.tsx';

export interface ScoreMeterProps {
  readonly score: number;
  readonly threshold: number;
}

export function ScoreMeter({ score, threshold }: ScoreMeterProps) {
  const t = useText();
  const shown = { score: score.toFixed(2), threshold: threshold.toFixed(2) };
  return (
    <span className="score" title={t('detection.score.of', shown)}>
      <span className={score >= threshold ? 'score-bar score-over' : 'score-bar'} role="img" aria-label={t('detection.score.of', shown)}>
        <i style={{ inlineSize: `${100 * Math.min(1, score)}%` }} />
        <b style={{ insetInlineStart: `${100 * Math.min(1, threshold)}%` }} />
      </span>
      <span className="score-text">
        {shown.score} <span className="faint">/ {shown.threshold}</span>
      </span>
    </span>
  );
}
