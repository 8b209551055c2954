/** Where alerts come from: each source with how it does, how to point its sender here, what could not be read, and a mapping to try. */

import '../../style/sources.css';
import { useState } from 'react';
import type { SourceView } from '../../../domain/alert-source.ts';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { ErrorNote, Loading } from '../../parts/feedback.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { SourceRow } from './source-row.tsx';

export function SourcesPage() {
  const t = useText();
  useTitle(t('sources.title'));
  const { locale } = usePreferences();
  const { calls } = useBackend();
  const [opened, setOpened] = useState<string | null>(null);
  const sources = useResource(
    `alert-sources ${locale}`,
    () => calls.alertSources(),
    () => ['alert-sources', 'incidents'],
  );
  const groups = groupsOf(sources.value?.items ?? []);
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{t('sources.title')}</h1>
          <p className="soft">{t('sources.about')}</p>
        </div>
      </header>
      {sources.error !== null && <ErrorNote error={sources.error} onRetry={sources.reload} />}
      {sources.value === null && sources.error === null && <Loading />}
      {groups.map(({ key, items }) => (
        <section key={key} aria-label={t(`sources.${key}`)} className="sources-group">
          <h2>{t(`sources.${key}`)}</h2>
          <ul className="sources">
            {items.map((source) => (
              <SourceRow
                key={keyOf(source)}
                source={source}
                isOpen={opened === keyOf(source)}
                onToggle={() => setOpened(opened === keyOf(source) ? null : keyOf(source))}
                onDone={sources.reload}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function keyOf({ kind, name }: SourceView): string {
  return `${kind}/${name}`;
}

/** Those of the configuration first, then what somebody sends to, then what could be sent to. */
function groupsOf(items: readonly SourceView[]) {
  const own = items.filter(({ kind }) => kind !== 'hook');
  const hooks = items.filter(({ kind }) => kind === 'hook');
  const used = hooks.filter(({ received }) => received > 0);
  const quiet = hooks.filter(({ received }) => received === 0);
  const groups = [
    { key: 'configured', items: own },
    { key: 'used', items: used },
    { key: 'quiet', items: quiet },
  ] as const;
  return groups.filter((group) => group.items.length > 0);
}
