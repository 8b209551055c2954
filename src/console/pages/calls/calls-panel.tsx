/** Who was called for the incident, or why nobody was, who is next, and quiet for a while. */

import { Button } from 'antd';
import { useState } from 'react';
import type { CallsView } from '../../../domain/calls-view.ts';
import type { IncidentView } from '../../../domain/view.ts';
import { useBackend } from '../../live/use-resource.ts';
import { Panel } from '../../parts/panel.tsx';
import { useNotices } from '../../parts/use-notices.tsx';
import { useText } from '../../preferences/preferences.tsx';
import { CallsExplained } from './calls-explained.tsx';
import { useWhyCalled } from './use-why-called.ts';

const minutesOffered = [30, 120, 480] as const;

export function CallsPanel({ incident }: { readonly incident: IncidentView }) {
  const t = useText();
  return (
    <Panel title={t('calls.title')}>
      <CallsExplained incident={incident.code} />
      {incident.status !== 'resolved' && <SnoozeButtons incident={incident} />}
    </Panel>
  );
}

function SnoozeButtons({ incident }: { readonly incident: IncidentView }) {
  const t = useText();
  const { calls, store } = useBackend();
  const notices = useNotices();
  const [isBusy, setIsBusy] = useState(false);
  const why = useWhyCalled(incident.code);
  // Where nothing calls anybody there is nothing to put off.
  if (why.value === null || why.value.ladder === null) return null;
  async function run(change: () => Promise<CallsView>): Promise<void> {
    setIsBusy(true);
    try {
      notices.done((await change()).headline);
    } catch (error) {
      notices.failed(error);
    }
    setIsBusy(false);
    store.invalidate([`incident:${incident.id}`]);
  }
  return (
    <p className="calls-tools">
      {minutesOffered.map((minutes) => (
        <Button key={minutes} size="small" disabled={isBusy} onClick={() => void run(() => calls.snooze(incident.code, minutes))}>
          {t('calls.snooze', { duration: t(`calls.snooze.${minutes}`) })}
        </Button>
      ))}
      {why.value.snoozedUntil !== null && (
        <Button size="small" disabled={isBusy} onClick={() => void run(() => calls.endSnooze(incident.code))}>
          {t('calls.endSnooze')}
        </Button>
      )}
    </p>
  );
}
