/** Small words with a shape: stage, severity, confidence. Colour is never the only sign. */

import type { Severity } from '../../domain/alert.ts';
import type { CardTone } from '../../domain/card.ts';
import type { VerdictState } from '../../domain/verdict.ts';
import type { IncidentSummaryView } from '../../domain/view.ts';
import { useText } from '../preferences/preferences.tsx';
import { stageOf, verdictMarks } from './stage.ts';

export function ToneMark({ tone, children }: { readonly tone: CardTone; readonly children: string }) {
  return (
    <span className={`tone-mark tone-${tone}`}>
      <i aria-hidden="true" />
      {children}
    </span>
  );
}

export function StageMark({ incident }: { readonly incident: IncidentSummaryView }) {
  const t = useText();
  const { tone, key } = stageOf(incident);
  return <ToneMark tone={tone}>{t(key)}</ToneMark>;
}

export function SeverityMark({ severity }: { readonly severity: Severity }) {
  const t = useText();
  return <span className={`severity severity-${severity}`}>{t(`severity.${severity}`)}</span>;
}

export function VerdictMark({ state }: { readonly state: VerdictState }) {
  const t = useText();
  return (
    <span className={`verdict-mark verdict-${state}`} title={t(`verdict.${state}.hint`)}>
      <i aria-hidden="true">{verdictMarks[state]}</i>
      {t(`verdict.${state}`)}
    </span>
  );
}
