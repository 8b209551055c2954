/** What a person may do with a detection: run it now, pause it, resume it. */

import { Button } from 'antd';
import { useState } from 'react';
import type { DetectionView } from '../../../domain/detection-view.ts';
import { useBackend } from '../../live/use-resource.ts';
import { useNotices } from '../../parts/use-notices.tsx';
import { useText } from '../../preferences/preferences.tsx';

export interface DetectionActionsProps {
  readonly detection: Pick<DetectionView, 'id' | 'pausedBy'>;
  readonly onDone: () => void;
}

export function DetectionActions({ detection, onDone }: DetectionActionsProps) {
  const t = useText();
  const { calls } = useBackend();
  const notices = useNotices();
  const [busy, setBusy] = useState<'run' | 'hold' | null>(null);
  const isHeld = detection.pausedBy !== null;
  async function run(): Promise<void> {
    setBusy('run');
    try {
      const { series } = await calls.runDetection(detection.id);
      notices.done(t('detection.ran', { count: series }));
    } catch (error) {
      notices.failed(error);
    }
    setBusy(null);
    onDone();
  }
  async function hold(): Promise<void> {
    setBusy('hold');
    try {
      await calls.holdDetection(detection.id, !isHeld);
      notices.done(t(isHeld ? 'detection.resumed' : 'detection.paused'));
    } catch (error) {
      notices.failed(error);
    }
    setBusy(null);
    onDone();
  }
  return (
    <span className="detection-actions">
      <Button size="small" loading={busy === 'run'} disabled={busy === 'hold'} onClick={() => void run()}>
        {t('detection.run')}
      </Button>
      <Button size="small" loading={busy === 'hold'} disabled={busy === 'run'} onClick={() => void hold()}>
        {t(isHeld ? 'detection.resume' : 'detection.pause')}
      </Button>
    </span>
  );
}
