/** One incident, like a good pull request: the story on the left, the facts on the right. */

import '../../style/incident.css';
import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import type { EvidenceView, IncidentView } from '../../../domain/view.ts';
import { ApiError } from '../../api/request.ts';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { Empty, ErrorNote, Loading } from '../../parts/feedback.tsx';
import { useIsWide } from '../../parts/use-is-wide.ts';
import { useTitle } from '../../parts/use-title.ts';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { AuditList } from '../audit-list.tsx';
import { CallsPanel } from '../calls/calls-panel.tsx';
import { EvidenceProvider } from '../evidence/evidence-context.tsx';
import { AlertsTab } from './alerts-tab.tsx';
import { CoursePanel } from './course-panel.tsx';
import { DetectionPanel } from './detection-panel.tsx';
import { EvidenceTab } from './evidence-tab.tsx';
import { FactsPanel } from './facts-panel.tsx';
import { HypothesesPanel } from './hypotheses-panel.tsx';
import { IncidentHead } from './incident-head.tsx';
import { MovesPanel } from './moves-panel.tsx';
import { PlanPanel } from './plan-panel.tsx';
import { RunbooksPanel } from './runbooks-panel.tsx';
import { SteerBox } from './steer-box.tsx';
import { StormPanel } from './storm-panel.tsx';
import { Story } from './story.tsx';
import { VerdictPanel } from './verdict-panel.tsx';

export function IncidentPage() {
  const { locale } = usePreferences();
  const { calls } = useBackend();
  const { incidentId = '' } = useParams();
  const incident = useResource(
    `incident ${locale} ${incidentId}`,
    () => calls.incident(incidentId),
    (value) => [`incident:${value?.id ?? incidentId}`],
  );
  const realId = incident.value?.id ?? incidentId;
  const evidence = useResource(
    `evidence ${locale} ${incidentId}`,
    () => calls.evidenceOf(incidentId),
    () => [`incident:${realId}`],
  );
  if (incident.value === null) {
    if (incident.error === null) return <Loading />;
    if (incident.error instanceof ApiError && incident.error.status === 404) return <NoSuchIncident />;
    return <ErrorNote error={incident.error} onRetry={incident.reload} />;
  }
  return (
    <EvidenceProvider evidence={evidence.value?.items ?? []}>
      <div className="page incident">
        {incident.error !== null && <ErrorNote error={incident.error} onRetry={incident.reload} />}
        <IncidentWithColumns incident={incident.value} evidence={evidence.value?.items ?? null} />
      </div>
    </EvidenceProvider>
  );
}

interface IncidentParts {
  readonly incident: IncidentView;
  readonly evidence: readonly EvidenceView[] | null;
}

function IncidentWithColumns({ incident, evidence }: IncidentParts) {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  useTitle(`${incident.code} ${incident.title}`);
  function open(key: string | null): void {
    const next = new URLSearchParams(search);
    if (key === null) next.delete('tab');
    else next.set('tab', key);
    setSearch(next, { replace: true });
  }
  /** On a phone the plan is behind the first tab. */
  function review(): void {
    open(null);
    setTimeout(() => document.querySelector('.panel.plan')?.scrollIntoView({ behavior: 'smooth', block: 'start' }), 60);
  }
  return (
    <>
      <IncidentHead incident={incident} onReview={review} />
      <Columns incident={incident} evidence={evidence} title={t('tab.facts')} asked={search.get('tab')} onTab={open} />
    </>
  );
}

interface ColumnsProps extends IncidentParts {
  readonly title: string;
  readonly asked: string | null;
  readonly onTab: (key: string | null) => void;
}

function Columns({ incident, evidence, title, asked, onTab }: ColumnsProps) {
  const t = useText();
  const isWide = useIsWide();
  const facts = <Facts incident={incident} evidence={evidence} />;
  const tabs: { key: string; label: string; children: ReactNode }[] = [
    { key: 'story', label: t('tab.story'), children: <StoryTab incident={incident} /> },
    { key: 'evidence', label: t('tab.evidence', { count: evidence?.length ?? 0 }), children: <EvidenceTab evidence={evidence} /> },
    { key: 'alerts', label: t('tab.alerts', { count: incident.alertsTotal }), children: <AlertsTab incident={incident} /> },
    { key: 'audit', label: t('tab.audit'), children: <AuditList incidentId={incident.id} /> },
  ];
  if (!isWide) tabs.unshift({ key: 'facts', label: title, children: facts });
  const first = tabs[0]?.key ?? 'story';
  const active = tabs.some((tab) => tab.key === asked) ? (asked ?? first) : first;
  const open = (key: string) => onTab(key === first ? null : key);
  return (
    <div className={isWide ? 'incident-columns' : undefined}>
      <Tabs className="incident-tabs" activeKey={active} onChange={open} items={tabs} />
      {isWide && <aside aria-label={title}>{facts}</aside>}
    </div>
  );
}

function StoryTab({ incident }: { readonly incident: IncidentView }) {
  return (
    <>
      <Story timeline={incident.timeline} />
      {incident.status !== 'resolved' && <SteerBox incident={incident} />}
    </>
  );
}

function Facts({ incident, evidence }: IncidentParts) {
  return (
    <div className="facts">
      <StormPanel storm={incident.storm ?? null} />
      <VerdictPanel incident={incident} />
      <DetectionPanel incident={incident} evidence={evidence ?? []} />
      <CoursePanel course={incident.verdict?.course ?? []} suspects={incident.verdict?.suspects ?? []} />
      <PlanPanel incident={incident} />
      {incident.origin !== 'question' && <CallsPanel incident={incident} />}
      <HypothesesPanel incident={incident} />
      <RunbooksPanel runbooks={incident.runbooks ?? []} />
      <MovesPanel incident={incident} />
      <FactsPanel incident={incident} />
    </div>
  );
}

function NoSuchIncident() {
  const t = useText();
  return (
    <Empty title={t('incident.notFound.title')}>
      <p>{t('error.notFound.body')}</p>
      <Link className="button-link" to="/incidents?status=all">
        {t('incidents.title')}
      </Link>
    </Empty>
  );
}
