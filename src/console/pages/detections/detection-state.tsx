/** In which state a detection or a series is, as a mark. */

import type { CardTone } from '../../../domain/card.ts';
import type { DetectionState } from '../../../domain/detection-view.ts';
import { ToneMark } from '../../parts/marks.tsx';
import { useText } from '../../preferences/preferences.tsx';

const tones: Readonly<Record<DetectionState, CardTone>> = {
  unusual: 'firing',
  approaching: 'waiting',
  failing: 'waiting',
  withheld: 'snoozed',
  paused: 'snoozed',
  empty: 'snoozed',
  'not-predictable': 'snoozed',
  learning: 'investigating',
  waiting: 'investigating',
  quiet: 'resolved',
};

export function DetectionStateMark({ state }: { readonly state: DetectionState }) {
  const t = useText();
  return <ToneMark tone={tones[state]}>{t(`detection.state.${state}`)}</ToneMark>;
}
