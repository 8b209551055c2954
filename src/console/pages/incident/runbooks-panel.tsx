/** The runbooks that the investigation followed; the text of each opens on demand. */

import type { RunbookView } from '../../../domain/view.ts';
import { Panel } from '../../parts/panel.tsx';
import { RichText } from '../../parts/rich-text.tsx';
import { useText } from '../../preferences/preferences.tsx';

export function RunbooksPanel({ runbooks }: { readonly runbooks: readonly RunbookView[] }) {
  const t = useText();
  if (runbooks.length === 0) return null;
  return (
    <Panel title={t('runbooks.title')} className="runbooks">
      {runbooks.map(({ id, version, title, rich }) => (
        <details key={id} open={runbooks.length === 1}>
          <summary>
            {title} <code>{t('runbooks.version', { id, version })}</code>
          </summary>
          <RichText blocks={rich} />
        </details>
      ))}
    </Panel>
  );
}
