/** Confirms that a chat account is the reader's own: shows whose code it is before anything is linked. */

import '../../style/people.css';
import { Button, Input } from 'antd';
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { LinkView } from '../../../domain/people-view.ts';
import { useBackend } from '../../live/use-resource.ts';
import { Loading } from '../../parts/feedback.tsx';
import { useErrorText } from '../../parts/use-notices.tsx';
import { useTitle } from '../../parts/use-title.ts';
import { usePreferences, useText } from '../../preferences/preferences.tsx';
import { sayWord } from '../../text.ts';

type Stage =
  | { readonly at: 'code' }
  | { readonly at: 'looking' }
  | { readonly at: 'confirm'; readonly code: string; readonly link: LinkView }
  | { readonly at: 'done'; readonly link: LinkView }
  | { readonly at: 'declined' };

export function LinkPage() {
  const t = useText();
  useTitle(t('link.title'));
  const { stage, problem, isBusy, look, confirm, decline } = useLink();
  return (
    <div className="page link-page">
      <section className="link-box" aria-live="polite">
        <h1>{t('link.title')}</h1>
        {stage.at === 'code' && <CodeForm onCode={look} />}
        {stage.at === 'looking' && <Loading>{t('link.looking')}</Loading>}
        {stage.at === 'confirm' && <Confirm link={stage.link} isBusy={isBusy} onConfirm={confirm} onDecline={decline} />}
        {stage.at === 'done' && <Done link={stage.link} />}
        {stage.at === 'declined' && <p>{t('link.declined')}</p>}
        {problem !== null && (
          <p className="form-problem" role="alert">
            {problem}
          </p>
        )}
      </section>
    </div>
  );
}

function useLink() {
  const { calls } = useBackend();
  const textOf = useErrorText();
  const [search, setSearch] = useSearchParams();
  const [given] = useState(() => search.get('code'));
  const [stage, setStage] = useState<Stage>({ at: given === null ? 'code' : 'looking' });
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const hasStarted = useRef(false);

  const look = useCallback(
    async (code: string): Promise<void> => {
      setProblem(null);
      setStage({ at: 'looking' });
      try {
        setStage({ at: 'confirm', code, link: await calls.previewLink(code) });
      } catch (error) {
        setProblem(textOf(error));
        setStage({ at: 'code' });
      }
    },
    [calls, textOf],
  );

  useEffect(() => {
    if (given === null || hasStarted.current) return;
    hasStarted.current = true;
    // The code doesn't stay in the address bar and the history.
    setSearch({}, { replace: true });
    void look(given);
  }, [given, look, setSearch]);

  async function confirm(): Promise<void> {
    if (stage.at !== 'confirm') return;
    setIsBusy(true);
    setProblem(null);
    try {
      await calls.linkByCode(stage.code);
      setStage({ at: 'done', link: stage.link });
    } catch (error) {
      setProblem(textOf(error));
    }
    setIsBusy(false);
  }
  return { stage, problem, isBusy, look, confirm, decline: () => setStage({ at: 'declined' }) };
}

function CodeForm({ onCode }: { readonly onCode: (code: string) => Promise<void> }) {
  const t = useText();
  const [code, setCode] = useState('');
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (code.trim() !== '') void onCode(code.trim());
  }
  return (
    <form onSubmit={submit}>
      <label className="form-field" htmlFor="link-code">
        <span>{t('link.code')}</span>
        <Input
          id="link-code"
          autoComplete="off"
          spellCheck={false}
          maxLength={40}
          placeholder="0000-0000-0000-0000"
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      </label>
      <p className="soft">{t('link.code.hint')}</p>
      <Button type="primary" htmlType="submit" disabled={code.trim() === ''}>
        {t('link.look')}
      </Button>
    </form>
  );
}

interface ConfirmProps {
  readonly link: LinkView;
  readonly isBusy: boolean;
  readonly onConfirm: () => Promise<void>;
  readonly onDecline: () => void;
}

function Confirm({ link, isBusy, onConfirm, onDecline }: ConfirmProps) {
  const t = useText();
  const { locale } = usePreferences();
  const facts: readonly (readonly [label: string, value: string | null])[] = [
    [t('link.platform'), sayWord(locale, 'platform', link.adapter)],
    [t('link.account'), link.name],
    [t('link.email'), link.email],
    [t('link.userId'), link.userId],
    [t('link.workspace'), link.workspace],
    [t('link.person'), link.person.name],
  ];
  return (
    <>
      <h2>{link.isLinked ? t('link.already') : t('link.question')}</h2>
      <dl className="link-facts">
        {facts.map(
          ([label, value]) =>
            value !== null && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {link.isLinked ? (
        <Link to="/people">{t('link.toPeople')}</Link>
      ) : (
        <>
          <p className="link-warning">{t('link.warning')}</p>
          <div className="link-buttons">
            <Button type="primary" loading={isBusy} onClick={() => void onConfirm()}>
              {t('link.confirm')}
            </Button>
            <Button onClick={onDecline}>{t('link.decline')}</Button>
          </div>
        </>
      )}
    </>
  );
}

function Done({ link }: { readonly link: LinkView }) {
  const t = useText();
  const { locale } = usePreferences();
  const account = `${sayWord(locale, 'platform', link.adapter)} ${link.name ?? link.userId}`;
  return (
    <>
      <h2 className="tone-text-resolved">✓ {t('link.done')}</h2>
      <p>{t('link.done.body', { account, person: link.person.name })}</p>
      <Link to="/people">{t('link.toPeople')}</Link>
    </>
  );
}
