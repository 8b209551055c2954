/** Who is here and what they see: login or the pages, each loaded when it is first opened. */

import { App as AntApp, theme as antTheme, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { lazy, Suspense, useMemo } from 'react';
import { Route, Routes } from 'react-router';
import { Empty, Loading } from './parts/feedback.tsx';
import { usePreferences, useText } from './preferences/preferences.tsx';
import { SessionGate } from './shell/session-gate.tsx';
import { Shell } from './shell/shell.tsx';
import { antComponents, antTokens } from './theme.ts';

const ChannelPage = lazy(() => import('./pages/channel/channel-page.tsx').then((page) => ({ default: page.ChannelPage })));
const IncidentsPage = lazy(() => import('./pages/incidents/incidents-page.tsx').then((page) => ({ default: page.IncidentsPage })));
const AlertsPage = lazy(() => import('./pages/alerts/alerts-page.tsx').then((page) => ({ default: page.AlertsPage })));
const IncidentPage = lazy(() => import('./pages/incident/incident-page.tsx').then((page) => ({ default: page.IncidentPage })));
const EvidencePage = lazy(() => import('./pages/evidence/evidence-page.tsx').then((page) => ({ default: page.EvidencePage })));
const SystemsPage = lazy(() => import('./pages/systems-page.tsx').then((page) => ({ default: page.SystemsPage })));
const PeoplePage = lazy(() => import('./pages/people/people-page.tsx').then((page) => ({ default: page.PeoplePage })));
const LinkPage = lazy(() => import('./pages/people/link-page.tsx').then((page) => ({ default: page.LinkPage })));
const DeliveriesPage = lazy(() => import('./pages/deliveries-page.tsx').then((page) => ({ default: page.DeliveriesPage })));
const PluginsPage = lazy(() => import('./pages/plugins/plugins-page.tsx').then((page) => ({ default: page.PluginsPage })));
const InsightsPage = lazy(() => import('./pages/insights/insights-page.tsx').then((page) => ({ default: page.InsightsPage })));
const DetectionsPage = lazy(() => import('./pages/detections/detections-page.tsx').then((page) => ({ default: page.DetectionsPage })));
const DetectionPage = lazy(() => import('./pages/detections/detection-page.tsx').then((page) => ({ default: page.DetectionPage })));
const OncallPage = lazy(() => import('./pages/oncall/oncall-page.tsx').then((page) => ({ default: page.OncallPage })));
const NoisePage = lazy(() => import('./pages/noise/noise-page.tsx').then((page) => ({ default: page.NoisePage })));
const SourcesPage = lazy(() => import('./pages/sources/sources-page.tsx').then((page) => ({ default: page.SourcesPage })));
const AuditPage = lazy(() => import('./pages/audit-page.tsx').then((page) => ({ default: page.AuditPage })));

export function ConsoleApp() {
  const { locale, theme, palette } = usePreferences();
  const antConfig = useMemo(
    () => ({
      algorithm: theme === 'dark' ? antTheme.darkAlgorithm : antTheme.defaultAlgorithm,
      token: { ...antTokens(palette), motion: !window.matchMedia('(prefers-reduced-motion: reduce)').matches },
      components: antComponents(palette),
    }),
    [theme, palette],
  );
  return (
    <ConfigProvider locale={locale === 'en' ? enUS : zhCN} theme={antConfig} button={{ autoInsertSpace: false }} wave={{ disabled: true }}>
      <AntApp component={false} notification={{ maxCount: 3, bottom: 84 }}>
        <SessionGate>
          <Shell>
            <Pages />
          </Shell>
        </SessionGate>
      </AntApp>
    </ConfigProvider>
  );
}

function Pages() {
  const t = useText();
  return (
    <Suspense fallback={<Loading>{t('loading.page')}</Loading>}>
      <Routes>
        <Route path="/" element={<ChannelPage />} />
        <Route path="/incidents" element={<IncidentsPage />} />
        <Route path="/incidents/:incidentId" element={<IncidentPage />} />
        <Route path="/alerts" element={<AlertsPage />} />
        <Route path="/evidence/:evidenceId" element={<EvidencePage />} />
        <Route path="/systems" element={<SystemsPage />} />
        <Route path="/people" element={<PeoplePage />} />
        <Route path="/link" element={<LinkPage />} />
        <Route path="/deliveries" element={<DeliveriesPage />} />
        <Route path="/plugins" element={<PluginsPage />} />
        <Route path="/insights" element={<InsightsPage />} />
        <Route path="/detections" element={<DetectionsPage />} />
        <Route path="/detections/:detectionId" element={<DetectionPage />} />
        <Route path="/oncall" element={<OncallPage />} />
        <Route path="/noise" element={<NoisePage />} />
        <Route path="/sources" element={<SourcesPage />} />
        <Route path="/audit" element={<AuditPage />} />
        <Route path="*" element={<Empty title={t('error.notFound.title')}>{t('error.notFound.body')}</Empty>} />
      </Routes>
    </Suspense>
  );
}
