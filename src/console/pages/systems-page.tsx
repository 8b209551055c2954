/** What is looked after: each system with what may be seen and done there. */

import '../style/systems.css';
import '../style/topology.css';
import { Link, useSearchParams } from 'react-router';
import type { SystemView } from '../../domain/view.ts';
import { useBackend, useResource } from '../live/use-resource.ts';
import { Empty, ErrorNote, Loading } from '../parts/feedback.tsx';
import { SearchInput } from '../parts/search-input.tsx';
import { useTitle } from '../parts/use-title.ts';
import { usePreferences, useText } from '../preferences/preferences.tsx';
import { Topology } from './topology/topology.tsx';

export function SystemsPage() {
  const t = useText();
  useTitle(t('systems.title'));
  const { locale } = usePreferences();
  const { calls } = useBackend();
  const [search, setSearch] = useSearchParams();
  const q = search.get('q') ?? '';
  const systems = useResource(
    `systems ${locale}`,
    () => calls.systems(),
    () => ['systems'],
  );
  const items = (systems.value?.items ?? []).filter((system) => matches(system, q));
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{t('systems.title')}</h1>
          <p className="soft">{t('systems.about')}</p>
        </div>
        <SearchInput
          label={t('systems.search')}
          value={q}
          onChange={(text) => setSearch(text === '' ? {} : { q: text }, { replace: true })}
        />
      </header>
      {systems.error !== null && <ErrorNote error={systems.error} onRetry={systems.reload} />}
      {systems.value === null && systems.error === null && <Loading />}
      {systems.value?.items.length === 0 && <Empty title={t('systems.empty')}>{t('systems.empty.body')}</Empty>}
      {q === '' && <Topology />}
      <ul className="systems">
        {items.map((system) => (
          <SystemCard key={system.id} system={system} />
        ))}
      </ul>
    </div>
  );
}

function matches(system: SystemView, q: string): boolean {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const text = [system.id, system.kind, system.title, ...Object.entries(system.labels).flat()].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}

function SystemCard({ system }: { readonly system: SystemView }) {
  const t = useText();
  return (
    <li className="system">
      <header>
        <h2>{system.id}</h2>
        <code className="chip">{system.kind}</code>
        <span className="system-mode">{system.actionsEnabled ? t('systems.actionsOn') : t('systems.readOnly')}</span>
      </header>
      {system.title !== system.id && <p className="soft">{system.title}</p>}
      <dl className="about">
        {system.runsOn !== null && <Related label={t('systems.runsOn')} ids={[system.runsOn]} />}
        {system.dependsOn.length > 0 && <Related label={t('systems.dependsOn')} ids={system.dependsOn} />}
      </dl>
      {Object.keys(system.labels).length > 0 && (
        <p className="chips">
          {Object.entries(system.labels).map(([name, value]) => (
            <span key={name} className="chip">
              <span className="faint">{name}=</span>
              {value}
            </span>
          ))}
        </p>
      )}
      <details>
        <summary>{t('systems.probes', { count: system.probes.length })}</summary>
        <ul className="probe-list">
          {system.probes.map((probe) => (
            <li key={probe.name}>
              <code>{probe.name}</code> {probe.summary}
            </li>
          ))}
        </ul>
      </details>
      {system.actions.length > 0 && (
        <details>
          <summary>{t('systems.actions', { count: system.actions.length })}</summary>
          <ul className="probe-list">
            {system.actions.map((action) => (
              <li key={action.name}>
                <code>{action.name}</code> <span className={`risk risk-${action.risk}`}>{t(`risk.${action.risk}`)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      <Link className="system-incidents" to={`/incidents?status=all&system=${encodeURIComponent(system.id)}`}>
        {t('systems.incidents')}
      </Link>
    </li>
  );
}

function Related({ label, ids }: { readonly label: string; readonly ids: readonly string[] }) {
  return (
    <>
      <dt>{label}</dt>
      <dd className="chips">
        {ids.map((id) => (
          <Link key={id} className="chip" to={`/systems?q=${encodeURIComponent(id)}`}>
            {id}
          </Link>
        ))}
      </dd>
    </>
  );
}
