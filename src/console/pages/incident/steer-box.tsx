/** Where a person takes part: add a fact, rule something out, ask, look again. */

import { Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import type { IncidentView } from '../../../domain/view.ts';
import type { SteerKind } from '../../api/calls.ts';
import { useBackend } from '../../live/use-resource.ts';
import { useNotices } from '../../parts/use-notices.tsx';
import { useText } from '../../preferences/preferences.tsx';
import { readStored, writeStored } from '../../preferences/stored.ts';

const written = ['fact', 'rule-out', 'question'] as const;
type Written = (typeof written)[number];

export function SteerBox({ incident }: { readonly incident: IncidentView }) {
  const t = useText();
  const { calls, store } = useBackend();
  const notices = useNotices();
  const draftName = `draft.steer.${incident.id}`;
  const [kind, setKind] = useState<Written>('fact');
  const [text, setText] = useState(() => readStored(draftName) ?? '');
  const [busyKind, setBusyKind] = useState<SteerKind | null>(null);

  function change(next: string): void {
    setText(next);
    writeStored(draftName, next);
  }
  async function steer(given: SteerKind, words: string): Promise<void> {
    setBusyKind(given);
    try {
      await calls.steer(incident.id, given, words);
      notices.done(t('steer.done'));
      if (words !== '') change('');
    } catch (error) {
      notices.failed(error);
    }
    setBusyKind(null);
    store.invalidate([`incident:${incident.id}`]);
  }
  const isEmpty = text.trim() === '';
  return (
    <section className="steer" aria-label={t('steer.title')}>
      <Segmented<Written>
        aria-label={t('steer.title')}
        value={kind}
        onChange={setKind}
        options={written.map((one) => ({ value: one, label: t(`steer.${one}`) }))}
      />
      <Input.TextArea
        aria-label={t(`steer.${kind}`)}
        autoSize={{ minRows: 2, maxRows: 6 }}
        maxLength={2_000}
        placeholder={t(`steer.${kind}.placeholder`)}
        value={text}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && !isEmpty) void steer(kind, text.trim());
        }}
      />
      <div className="steer-foot">
        <Button loading={busyKind === 'investigate-again'} onClick={() => void steer('investigate-again', '')}>
          {t('steer.again')}
        </Button>
        <Button loading={busyKind === 'what-changed'} onClick={() => void steer('what-changed', '')}>
          {t('steer.changed')}
        </Button>
        <Button type="primary" disabled={isEmpty} loading={busyKind === kind} onClick={() => void steer(kind, text.trim())}>
          {t('steer.send')}
        </Button>
      </div>
    </section>
  );
}
