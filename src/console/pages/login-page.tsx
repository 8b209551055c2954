/** Login: by the one-time link, whose token never stays in the address bar, or by pasting a token. */

import { Button, Input } from 'antd';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Calls } from '../api/calls.ts';
import { ApiError } from '../api/request.ts';
import { BrandMark } from '../parts/brand-mark.tsx';
import { useErrorText } from '../parts/use-notices.tsx';
import { useText } from '../preferences/preferences.tsx';
import { LanguageButton } from '../shell/language-button.tsx';

export interface LoginPageProps {
  readonly calls: Calls;
  readonly hasEnded: boolean;
  readonly onLogin: () => Promise<void>;
}

export function LoginPage({ calls, hasEnded, onLogin }: LoginPageProps) {
  const t = useText();
  const [token, setToken] = useState('');
  const { login, linkToken, isBusy, problem, setProblem } = useLogin(calls, onLogin);

  function submit(event: FormEvent): void {
    event.preventDefault();
    const given = token.trim();
    if (given === '') setProblem(t('login.empty'));
    else void login(tokenOf(given));
  }

  return (
    <div className="login">
      <div className="login-language">
        <LanguageButton />
      </div>
      <form className="login-box" onSubmit={submit}>
        <BrandMark />
        <h1>{t('login.title')}</h1>
        {hasEnded && problem === null && <p className="login-note">{t('login.ended')}</p>}
        <label className="form-field" htmlFor="token">
          <span>{t('login.token')}</span>
          <Input.Password
            id="token"
            autoFocus={linkToken === null}
            autoComplete="current-password"
            value={token}
            onChange={(event) => setToken(event.target.value)}
            disabled={isBusy}
          />
        </label>
        {problem !== null && (
          <p className="form-problem" role="alert">
            {problem}
          </p>
        )}
        <Button type="primary" htmlType="submit" block loading={isBusy} size="large">
          {isBusy && linkToken !== null ? t('login.working') : t('login.submit')}
        </Button>
        <p className="login-hint">{t('login.token.hint')}</p>
      </form>
    </div>
  );
}

/** Logs in by the token of the link when there is one, and by what is given otherwise. */
function useLogin(calls: Calls, onLogin: () => Promise<void>) {
  const t = useText();
  const textOf = useErrorText();
  const [problem, setProblem] = useState<string | null>(null);
  const [linkToken] = useState(() => new URLSearchParams(window.location.hash.slice(1)).get('token'));
  const [isBusy, setIsBusy] = useState(linkToken !== null);
  const hasStarted = useRef(false);

  async function login(given: string): Promise<void> {
    setIsBusy(true);
    setProblem(null);
    try {
      await calls.login(given);
      await onLogin();
    } catch (error) {
      // A used link in a browser that is logged in already is no problem.
      const isIn = await calls.session().then(
        () => true,
        () => false,
      );
      if (isIn) return onLogin();
      setProblem(isRefusal(error) ? t('login.refused') : textOf(error));
      setIsBusy(false);
    }
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the link's token is good for one login, so this runs once.
  useEffect(() => {
    if (linkToken === null || hasStarted.current) return;
    hasStarted.current = true;
    window.history.replaceState(null, '', window.location.pathname);
    void login(linkToken);
  }, []);
  return { login, linkToken, isBusy, problem, setProblem };
}

function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
}

/** People paste the whole address as well. */
function tokenOf(given: string): string {
  const [, token] = /#token=([^&\s]+)/.exec(given) ?? [];
  return token === undefined ? given : decodeURIComponent(token);
}
