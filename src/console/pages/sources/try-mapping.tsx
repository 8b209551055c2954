/** A message and a mapping, and the alerts that would come of them. Nothing is stored: what is good is put into the configuration. */

import { Button, Input } from 'antd';
import { useState } from 'react';
import type { SourceView, Trial } from '../../../domain/alert-source.ts';
import { useBackend } from '../../live/use-resource.ts';
import { useErrorText } from '../../parts/use-notices.tsx';
import { useText } from '../../preferences/preferences.tsx';
import { TrialResult } from './trial-result.tsx';

export function TryMapping({ source }: { readonly source: SourceView }) {
  const t = useText();
  const textOf = useErrorText();
  const { calls } = useBackend();
  const [message, setMessage] = useState('');
  const [mapping, setMapping] = useState('');
  const [trial, setTrial] = useState<Trial | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  async function run(): Promise<void> {
    setIsBusy(true);
    setProblem(null);
    try {
      const mappingText = mapping.trim() === '' ? {} : { mappingText: mapping };
      setTrial(await calls.trySource({ source: source.name, payload: payloadOf(message), ...mappingText }));
    } catch (error) {
      setTrial(null);
      setProblem(textOf(error));
    }
    setIsBusy(false);
  }
  const id = `${source.kind}-${source.name}`;
  return (
    <section aria-label={t('try.title')}>
      <h3>{t('try.title')}</h3>
      <div className="try">
        <label htmlFor={`message-${id}`}>
          <span>{t('try.message')}</span>
          <Input.TextArea
            id={`message-${id}`}
            className="try-text"
            autoSize={{ minRows: 6, maxRows: 16 }}
            value={message}
            placeholder={t('try.messageHint')}
            onChange={(event) => setMessage(event.target.value)}
          />
        </label>
        <label htmlFor={`mapping-${id}`}>
          <span>{t('try.mapping')}</span>
          <Input.TextArea
            id={`mapping-${id}`}
            className="try-text"
            autoSize={{ minRows: 6, maxRows: 16 }}
            value={mapping}
            placeholder={'name: title\nseverity: priority\nlabels: { host: host.name }'}
            onChange={(event) => setMapping(event.target.value)}
          />
        </label>
      </div>
      <p className="source-tools">
        <Button type="primary" size="small" loading={isBusy} disabled={message.trim() === ''} onClick={() => void run()}>
          {t('try.run')}
        </Button>
        <span className="soft">{t('try.hint')}</span>
      </p>
      {problem !== null && (
        <p className="source-reason" role="alert">
          {problem}
        </p>
      )}
      {trial !== null && <TrialResult trial={trial} />}
    </section>
  );
}

/** JSON where it is some; else the text as the source would get it. */
function payloadOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
