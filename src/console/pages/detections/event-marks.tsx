/** Whether what a detection opened was useful: the mark that is set is pressed. */

import { Button } from 'antd';
import { useState } from 'react';
import type { Mark } from '../../../domain/detection.ts';
import type { DetectionEventView } from '../../../domain/detection-view.ts';
import { useBackend } from '../../live/use-resource.ts';
import { useNotices } from '../../parts/use-notices.tsx';
import { useText } from '../../preferences/preferences.tsx';

export interface EventMarksProps {
  readonly event: Pick<DetectionEventView, 'mark' | 'markedBy'>;
  readonly code: string;
  readonly onDone: () => void;
}

/** The mark that is set is pressed; pressing it again takes it back. */
export function EventMarks({ event, code, onDone }: EventMarksProps) {
  const t = useText();
  const { calls } = useBackend();
  const notices = useNotices();
  const [busy, setBusy] = useState<Mark | null>(null);
  async function set(mark: Mark): Promise<void> {
    const meant = event.mark === mark ? null : mark;
    setBusy(mark);
    try {
      await calls.markDetection(code, meant);
      notices.done(t(`detection.marked.${meant ?? 'none'}`, { code }));
    } catch (error) {
      notices.failed(error);
    }
    setBusy(null);
    onDone();
  }
  return (
    <fieldset className="detection-marks" aria-label={t('detection.mark')}>
      {(['useful', 'useless'] as const).map((mark) => (
        <Button
          key={mark}
          size="small"
          type={event.mark === mark ? 'primary' : 'default'}
          aria-pressed={event.mark === mark}
          loading={busy === mark}
          onClick={() => void set(mark)}
        >
          {t(`detection.mark.${mark}`)}
        </Button>
      ))}
      {event.markedBy !== null && <span className="faint">{event.markedBy}</span>}
    </fieldset>
  );
}
