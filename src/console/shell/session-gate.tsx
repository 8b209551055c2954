/** Lets in who is logged in, shows the login page to everyone else, and keeps the live line open while someone is in. */

import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { createCalls, type Session } from '../api/calls.ts';
import { ApiError, createRequests } from '../api/request.ts';
import { LiveConnection, type LiveState } from '../live/live-connection.ts';
import { ResourceStore, topicsOf } from '../live/resource-store.ts';
import { BackendContext } from '../live/use-resource.ts';
import { ErrorNote, Loading } from '../parts/feedback.tsx';
import { usePreferences, useText } from '../preferences/preferences.tsx';
import { SessionContext } from './session.ts';

const LoginPage = lazy(() => import('../pages/login-page.tsx').then((page) => ({ default: page.LoginPage })));

type Gate =
  | { readonly state: 'asking' }
  | { readonly state: 'out'; readonly hasEnded: boolean }
  | { readonly state: 'in'; readonly session: Session }
  | { readonly state: 'failed'; readonly error: unknown };

export function SessionGate({ children }: { readonly children: ReactNode }) {
  const t = useText();
  const { locale, suggestLocale } = usePreferences();
  const location = useLocation();
  const navigate = useNavigate();
  const [gate, setGate] = useState<Gate>({ state: 'asking' });

  const leave = useCallback(() => setGate((now) => ({ state: 'out', hasEnded: now.state === 'in' })), []);
  const calls = useMemo(
    () => createCalls(createRequests({ locale: () => locale, onUnauthorized: leave, fetch: (...given) => fetch(...given) })),
    [locale, leave],
  );
  const isIn = gate.state === 'in';
  const [store] = useState(() => new ResourceStore());
  const liveState = useLiveLine(isIn, store, leave);
  const backend = useMemo(() => ({ calls, store, liveState }), [calls, store, liveState]);

  const ask = useCallback(async () => {
    try {
      const session = await calls.session();
      suggestLocale(session.locale);
      setGate({ state: 'in', session });
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) setGate({ state: 'out', hasEnded: false });
      else setGate({ state: 'failed', error });
    }
  }, [calls, suggestLocale]);

  const isLogin = location.pathname === '/login';
  useEffect(() => {
    if (gate.state === 'asking' && !isLogin) void ask();
  }, [gate.state, isLogin, ask]);

  const enter = useCallback(async () => {
    if (isLogin) navigate('/', { replace: true });
    await ask();
  }, [ask, isLogin, navigate]);
  const logout = useCallback(async () => {
    await calls.logout();
    store.clear();
    setGate({ state: 'out', hasEnded: false });
    navigate('/');
  }, [calls, store, navigate]);
  const hold = useMemo(() => (gate.state === 'in' ? { session: gate.session, logout } : null), [gate, logout]);

  if (isLogin || gate.state === 'out') {
    return (
      <Suspense fallback={<Loading>{t('loading.page')}</Loading>}>
        <LoginPage calls={calls} hasEnded={gate.state === 'out' && gate.hasEnded} onLogin={enter} />
      </Suspense>
    );
  }
  if (gate.state === 'asking') return <Loading>{t('loading.session')}</Loading>;
  if (gate.state === 'failed') return <ErrorNote error={gate.error} onRetry={() => setGate({ state: 'asking' })} />;
  return (
    <SessionContext value={hold}>
      <BackendContext value={backend}>{children}</BackendContext>
    </SessionContext>
  );
}

function useLiveLine(isOpen: boolean, store: ResourceStore, onUnauthorized: () => void): LiveState {
  const [state, setState] = useState<LiveState>('closed');
  useEffect(() => {
    if (!isOpen) return;
    const line = new LiveConnection({
      url: '/api/v1/events',
      fetch: (...given) => fetch(...given),
      onMessage: (event) => store.invalidate(topicsOf(event)),
      onReturn: () => store.invalidate(null),
      onState: setState,
      onUnauthorized,
    });
    line.open();
    const hurry = () => line.hurry();
    window.addEventListener('online', hurry);
    document.addEventListener('visibilitychange', hurry);
    return () => {
      window.removeEventListener('online', hurry);
      document.removeEventListener('visibilitychange', hurry);
      line.close();
    };
  }, [isOpen, store, onUnauthorized]);
  return state;
}
