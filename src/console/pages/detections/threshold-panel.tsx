/** Why an incident opens from this score on: the detector's line, what the budget has added, what people have marked. */

import type { DetectionDetailView } from '../../../domain/detection-view.ts';
import { Panel } from '../../parts/panel.tsx';
import { useText } from '../../preferences/preferences.tsx';

/** Where the detector itself draws its line. */
const ownLine = 0.5;

export function ThresholdPanel({ detection }: { readonly detection: DetectionDetailView }) {
  const t = useText();
  const { threshold, pressure, opened, budgetPerDay, withheld, belowThreshold, useful, useless } = detection;
  return (
    <Panel title={t('detection.why')}>
      <dl className="threshold">
        <dt>{t('detection.why.line')}</dt>
        <dd>{ownLine.toFixed(2)}</dd>
        <dt>{t('detection.why.pressure')}</dt>
        <dd>+{pressure.toFixed(2)}</dd>
        <dt className="threshold-sum">{t('detection.why.sum')}</dt>
        <dd className="threshold-sum">{threshold.toFixed(2)}</dd>
      </dl>
      <p className="soft">
        {t('detection.budget')}: {t('detection.budget.of', { opened, budget: budgetPerDay })}
        <br />
        {t('detection.withheld', { withheld, below: belowThreshold })}
      </p>
      <p className="soft">
        {t('detection.marks')}: {t('detection.marks.of', { useful, useless })}
        <br />
        {t('detection.why.marks')}
      </p>
    </Panel>
  );
}
