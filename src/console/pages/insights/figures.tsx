/** What a span amounts to, at a glance. */

import type { ReactNode } from 'react';
import type { Durations, Insight } from '../../../domain/insight.ts';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { secondsText } from './duration.ts';

const durations = ['detect', 'acknowledge', 'identify', 'resolve'] as const;
const short = { detect: 'MTTD', acknowledge: 'MTTA', identify: 'MTTI', resolve: 'MTTR' } as const;

export function Figures({ total }: { readonly total: Insight }) {
  const t = useText();
  const { locale } = usePreferences();
  const { noise, saved } = total;
  return (
    <dl className="figures">
      <Figure name={t('insights.incidents')} value={String(total.incidents)} about={t('insights.open', { count: total.open })}>
        {t('insights.perIncident', { notifications: total.notifications, incidents: total.incidents })}
      </Figure>
      <Figure
        name={t('insights.noise')}
        value={noise.share === null ? '–' : `${Math.round(noise.share * 100)}%`}
        about={t('insights.noise.of', { count: noise.incidents })}
      />
      {durations.map((name) => (
        <Figure
          key={name}
          name={`${t(`insights.${name}`)} · ${short[name]}`}
          value={secondsText(total[name]?.mean ?? null, locale)}
          about={t(`insights.${name}.about`)}
        >
          <Spread of={total[name]} />
        </Figure>
      ))}
      <Figure
        name={t('insights.fixedByPlan')}
        value={String(total.fixedByPlan)}
        about={
          saved === null
            ? null
            : `${t('insights.saved')} ${secondsText(saved.seconds, locale)} · ${t('insights.saved.of', { count: saved.incidents })}`
        }
      />
    </dl>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly about: string | null;
  readonly children?: ReactNode;
}

function Figure({ name, value, about, children }: FigureProps) {
  return (
    <div className="figure">
      <dt>{name}</dt>
      <dd className="figure-value">{value}</dd>
      {about !== null && <dd>{about}</dd>}
      {children !== undefined && <dd>{children}</dd>}
    </div>
  );
}

function Spread({ of }: { readonly of: Durations | null }) {
  const t = useText();
  const { locale } = usePreferences();
  if (of === null) return t('insights.unmeasured');
  return t('insights.median', { median: secondsText(of.median, locale), p95: secondsText(of.p95, locale), count: of.count });
}
