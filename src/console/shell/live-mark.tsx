/** Whether the page is up to date by itself, in words. */

import { useBackend } from '../live/use-resource.ts';
import { useText } from '../preferences/preferences.tsx';

export function LiveMark() {
  const t = useText();
  const { liveState } = useBackend();
  const hint = liveState === 'live' ? t('live.live.hint') : t('live.retrying.hint');
  return (
    <span className={`live-mark live-${liveState}`} role="status" title={hint}>
      <i aria-hidden="true" />
      {t(`live.${liveState}`)}
    </span>
  );
}
