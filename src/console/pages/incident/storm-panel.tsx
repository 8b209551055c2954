/** How large a storm is, whether it grows, where it is, and why its groups were not told one by one. */

import type { StormView } from '../../../domain/storm.ts';
import { Panel } from '../../parts/panel.tsx';
import { useText } from '../../preferences/preferences.tsx';

export function StormPanel({ storm }: { readonly storm: StormView | null }) {
  const t = useText();
  if (storm === null) return null;
  return (
    <Panel title={t('storm.title')} className="storm">
      {storm.lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </Panel>
  );
}
