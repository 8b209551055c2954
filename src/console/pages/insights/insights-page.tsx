/** The numbers of on-call work: a span, a group, what it amounts to, and a line for each group. */

import '../../style/insights.css';
import { Button, Segmented } from 'antd';
import { useSearchParams } from 'react-router';
import { type InsightGroup, type InsightReport, insightGroups } from '../../../domain/insight.ts';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { Empty, ErrorNote, Loading } from '../../parts/feedback.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { Figures } from './figures.tsx';
import { GroupTable } from './group-table.tsx';
import { IncidentBars } from './incident-bars.tsx';

const spans = [7, 28, 90, 365] as const;
const daysDefault = 28;
const dayMs = 86_400_000;

export function InsightsPage() {
  const t = useText();
  useTitle(t('insights.title'));
  const { locale } = usePreferences();
  const { calls } = useBackend();
  const [search, setSearch] = useSearchParams();
  const days = spans.find((each) => String(each) === search.get('days')) ?? daysDefault;
  const group = insightGroups.find((each) => each === search.get('by')) ?? 'week';
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  // Whole hours, so that the same page asks the same again.
  const since = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - days * dayMs).toISOString();
  const span = { since, group, timeZone };
  const report = useResource(
    `insights ${days} ${group} ${locale}`,
    () => calls.insights(span),
    () => ['incidents'],
  );
  const choose = (change: { readonly days?: number; readonly by?: InsightGroup }) =>
    setSearch({ days: String(days), by: group, ...mapText(change) }, { replace: true });
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{t('insights.title')}</h1>
          <p className="soft">{t('insights.about')}</p>
        </div>
        <Button href={`/api/v1/insights.csv?${new URLSearchParams(span).toString()}`}>{t('insights.csv')}</Button>
      </header>
      <div className="insight-choices">
        <Segmented
          aria-label={t('insights.span')}
          value={days}
          options={spans.map((value) => ({ value, label: t('insights.days', { count: value }) }))}
          onChange={(value) => choose({ days: value })}
        />
        <Segmented
          aria-label={t('insights.by')}
          value={group}
          options={insightGroups.map((value) => ({ value, label: t(`insights.by.${value}`) }))}
          onChange={(value) => choose({ by: value })}
        />
      </div>
      {report.error !== null && <ErrorNote error={report.error} onRetry={report.reload} />}
      {report.value === null && report.error === null && <Loading />}
      {report.value !== null && <Numbers report={report.value} />}
    </div>
  );
}

function Numbers({ report }: { readonly report: InsightReport }) {
  const t = useText();
  if (report.total.incidents === 0) return <Empty title={t('insights.nothing')}>{t('insights.nothing.body')}</Empty>;
  return (
    <>
      {report.isTruncated && <p className="insight-note">{t('insights.truncated')}</p>}
      <Figures total={report.total} />
      {(report.group === 'day' || report.group === 'week') && <IncidentBars items={report.items} unit={report.group} />}
      <GroupTable report={report} />
      {report.total.saved !== null && <p className="soft insight-hint">{t('insights.savedHint')}</p>}
    </>
  );
}

function mapText(change: Readonly<Record<string, string | number | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(change).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
}
