/** What stands on what, drawn: declared links as lines, found ones dashed with where and when they were seen. */

import type { SystemLinkView } from '../../../domain/view.ts';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { ErrorNote } from '../../parts/feedback.tsx';
import { When } from '../../parts/when.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { boxSize, layOut, type PlacedSystem } from './layout.ts';

export function Topology() {
  const t = useText();
  const { locale } = usePreferences();
  const { calls } = useBackend();
  const graph = useResource(
    `systems graph ${locale}`,
    () => calls.systemGraph(),
    () => ['systems'],
  );
  if (graph.error !== null) return <ErrorNote error={graph.error} onRetry={graph.reload} />;
  if (graph.value === null || graph.value.links.length === 0) return null;
  const { width, height, systems, links } = layOut(graph.value);
  const found = graph.value.links.filter(({ seen }) => seen !== null);
  return (
    <section className="topology" aria-label={t('topology.title')}>
      <h2>{t('topology.title')}</h2>
      <p className="soft">{t('topology.about')}</p>
      <div className="topology-drawing">
        <svg role="img" aria-label={t('topology.title')} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
          <defs>
            <marker id="topology-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
              <path d="M 0 0 L 8 4 L 0 8 z" />
            </marker>
          </defs>
          {links.map(({ link, path }) => (
            <path key={`${link.from} ${link.to} ${link.how}`} className={`link link-${link.how}`} d={path} markerEnd="url(#topology-tip)">
              <title>{`${link.from} → ${link.to} · ${t(`topology.${link.how}`)}`}</title>
            </path>
          ))}
          {systems.map((system) => (
            <Box key={system.id} system={system} />
          ))}
        </svg>
      </div>
      <ul className="topology-legend">
        {(['runsOn', 'dependsOn', 'discovered', 'logs'] as const).map((how) => (
          <li key={how}>
            <svg aria-hidden="true" width="34" height="10">
              <path className={`link link-${how}`} d="M 0 5 L 34 5" />
            </svg>
            {t(`topology.${how}`)}
          </li>
        ))}
      </ul>
      {found.length > 0 && <Found links={found} />}
    </section>
  );
}

function Box({ system: { id, kind, x, y } }: { readonly system: PlacedSystem }) {
  return (
    <a href={`/systems?q=${encodeURIComponent(id)}`}>
      <title>{`${id} · ${kind}`}</title>
      <rect x={x} y={y} width={boxSize.width} height={boxSize.height} rx="7" />
      <text className="name" x={x + boxSize.width / 2} y={y + 20} textAnchor="middle">
        {id.length > 22 ? `${id.slice(0, 21)}…` : id}
      </text>
      <text className="kind" x={x + boxSize.width / 2} y={y + 36} textAnchor="middle">
        {kind}
      </text>
    </a>
  );
}

function Found({ links }: { readonly links: readonly SystemLinkView[] }) {
  const t = useText();
  return (
    <>
      <h3>{t('topology.found')}</h3>
      <ul className="topology-found">
        {links.map(
          ({ from, to, seen }) =>
            seen !== null && (
              <li key={`${from} ${to}`}>
                <code>
                  {from} → {to}
                </code>{' '}
                <span className="soft">
                  {seen.systemId}/{seen.probe} · <When at={seen.lastAt} />
                </span>
              </li>
            ),
        )}
      </ul>
    </>
  );
}
