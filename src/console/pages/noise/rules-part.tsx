/** The rules as text: tried on what was stored, saved as a new version, brought back with one click. */

import { Button, Input } from 'antd';
import { useState } from 'react';
import type { DryRunView, RuleBookView } from '../../../operations/noise/rules-contract.ts';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { ErrorNote, Loading } from '../../parts/feedback.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useNotices } from '../../parts/use-notices.tsx';
import { When } from '../../parts/when.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { DryRunResult } from './dry-run-result.tsx';

export function RulesPart() {
  const { locale } = usePreferences();
  const { calls } = useBackend();
  const rules = useResource(
    `rules ${locale}`,
    () => calls.rules(),
    () => ['rules'],
  );
  if (rules.error !== null) return <ErrorNote error={rules.error} onRetry={rules.reload} />;
  if (rules.value === null) return <Loading />;
  return (
    <div className="rules">
      <RulesEditor key={rules.value.version} current={rules.value} onSaved={rules.reload} />
      <Versions current={rules.value} onSaved={rules.reload} />
    </div>
  );
}

function RulesEditor({ current, onSaved }: { readonly current: RuleBookView; readonly onSaved: () => void }) {
  const t = useText();
  const { calls } = useBackend();
  const notices = useNotices();
  const [text, setText] = useState(current.text === '' ? t('rules.example') : current.text);
  const [comment, setComment] = useState('');
  const [tried, setTried] = useState<{ readonly text: string; readonly view: DryRunView } | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState<'try' | 'save' | null>(null);

  async function run(kind: 'try' | 'save'): Promise<void> {
    setBusy(kind);
    setError(null);
    try {
      if (kind === 'try') setTried({ text, view: await calls.tryRules(text) });
      else {
        const saved = await calls.saveRules({ text, comment, after: current.version });
        notices.done(t('rules.saved', { version: saved.version }));
        onSaved();
      }
    } catch (cause) {
      setError(cause);
    }
    setBusy(null);
  }

  return (
    <section aria-label={t('noise.rules')}>
      <label className="form-field" htmlFor="rules-text">
        <span>{t('rules.text', { version: current.version })}</span>
        <Input.TextArea
          id="rules-text"
          className="rules-text"
          value={text}
          spellCheck={false}
          autoSize={{ minRows: 10, maxRows: 30 }}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {error !== null && <ErrorNote error={error} />}
      <p className="noise-tools">
        <Button loading={busy === 'try'} disabled={busy !== null} onClick={() => void run('try')}>
          {t('rules.try')}
        </Button>
        <Input
          aria-label={t('rules.comment')}
          placeholder={t('rules.comment')}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
        <Button type="primary" loading={busy === 'save'} disabled={busy !== null || tried?.text !== text} onClick={() => void run('save')}>
          {t('rules.save')}
        </Button>
      </p>
      {tried?.text !== text && <p className="soft">{t('rules.tryFirst')}</p>}
      {tried?.text === text && <DryRunResult view={tried.view} />}
    </section>
  );
}

function Versions({ current, onSaved }: { readonly current: RuleBookView; readonly onSaved: () => void }) {
  const t = useText();
  const { calls } = useBackend();
  const notices = useNotices();
  const versions = useResource(
    `rule versions ${current.version}`,
    () => calls.ruleVersions(),
    () => ['rules'],
  );

  async function revert(version: number): Promise<void> {
    try {
      const saved = await calls.revertRules(version);
      notices.done(t('rules.reverted', { version, now: saved.version }));
      onSaved();
    } catch (error) {
      notices.failed(error);
    }
  }

  return (
    <Panel title={t('rules.versions')}>
      {(versions.value?.items ?? []).length === 0 && <p className="soft">{t('rules.usual')}</p>}
      <ul className="rules-versions">
        {(versions.value?.items ?? []).map(({ version, comment, savedBy, savedAt }) => (
          <li key={version}>
            <span>
              <strong>{t('rules.version', { version })}</strong> {savedBy} {savedAt !== null && <When at={savedAt} />}
              {comment !== '' && <span className="soft"> {comment}</span>}
            </span>
            {version !== current.version && (
              <Button size="small" onClick={() => void revert(version)}>
                {t('rules.revert')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {current.openings.length > 0 && <h3>{t('rules.openings')}</h3>}
      <ul className="rules-versions">
        {current.openings.map(({ id, name, startsAt, endsAt }) => (
          <li key={`${id} ${startsAt}`}>
            <span>
              {name} <When at={startsAt} form="clock" /> – <When at={endsAt} form="clock" />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
