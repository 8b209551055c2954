/** Who we are to the API server, read when it is first needed, kept for a while, and forgotten when it is refused. */

import type { ConnectContext } from '../contract.ts';
import type { TlsChoice } from '../http/exchange.ts';
import { SessionFailure, type SessionLimit } from '../session/failure.ts';
import type { KubernetesEntry } from './entry.ts';
import { logInByProgram } from './exec-login.ts';
import { type Place, readKubeconfig, readText } from './kubeconfig.ts';

export interface Session {
  readonly url: URL;
  readonly tls: TlsChoice;
  readonly token: string | null;
}

export interface Logins {
  /** Throws SessionFailure when the files can't be used or the program fails. */
  session(limit: SessionLimit): Promise<Session>;
  /** The server has refused it. False when a new one would be no other. */
  forget(session: Session): boolean;
  at(): Promise<URL>;
  close(): void;
}

/** Where the kubelet puts a service account into every pod. */
const serviceAccount = '/var/run/secrets/kubernetes.io/serviceaccount';
/** Tokens of service accounts live an hour and are renewed after 48 minutes; files are read again well before. */
const keptMs = 60_000;
/** Before a token of a program runs out. */
const marginMs = 30_000;

export function createLogin(entry: KubernetesEntry, context: ConnectContext): Logins {
  let kept: { readonly session: Promise<Session>; untilMs: number; readonly openedMs: number } | null = null;
  let lastUrl: URL | null = null;

  function open(limit: SessionLimit): Promise<Session> {
    const openedMs = context.clock.now();
    const opened = { session: sessionOf(), untilMs: openedMs + keptMs, openedMs };
    kept = opened;
    opened.session.catch(() => {
      if (kept === opened) kept = null;
    });
    return opened.session;

    async function sessionOf(): Promise<Session> {
      const place = await placeOf(entry, context);
      lastUrl = place.url;
      const { url, tls, login } = place;
      if (login.by === 'certificate') return { url, tls, token: null };
      if (login.by === 'token') return { url, tls, token: login.token };
      if (login.by === 'token-file') return { url, tls, token: (await readText(login.path, 'token file')).trim() };
      if (!entry.allowExec)
        throw new SessionFailure(`The kubeconfig logs in by running '${login.spec.command}': allow it with allowExec: true`, {
          problem: 'auth',
          stage: 'login',
        });
      const told = await logInByProgram(login.spec, login.directory, limit);
      if (told.untilMs !== null) opened.untilMs = Math.max(openedMs, told.untilMs - marginMs);
      const own = told.cert === null || told.key === null ? {} : { cert: told.cert, key: told.key };
      return { url, tls: { ...tls, ...own }, token: told.token };
    }
  }

  return {
    session: (limit) => (kept !== null && context.clock.now() < kept.untilMs ? kept.session : open(limit)),
    forget(session) {
      const isOwnOnly = session.token === null;
      if (kept === null || isOwnOnly || context.clock.now() - kept.openedMs < 1_000) return false;
      kept = null;
      return true;
    },
    at: () => (lastUrl === null ? placeOf(entry, context).then(({ url }) => url) : Promise.resolve(lastUrl)),
    close() {
      kept = null;
    },
  };
}

async function placeOf(entry: KubernetesEntry, { resolveSecret }: ConnectContext): Promise<Place> {
  if (entry.kubeconfig !== undefined) return readKubeconfig(entry.kubeconfig, entry.context);
  if (entry.url === undefined) {
    // By its name, which every API server's certificate has; the address in the environment may be any.
    return {
      url: new URL('https://kubernetes.default.svc/'),
      tls: { insecure: false, ca: await readText(`${serviceAccount}/ca.crt`, 'certificate of the cluster') },
      login: { by: 'token-file', path: `${serviceAccount}/token` },
    };
  }
  const { tls } = entry;
  return {
    url: new URL(entry.url.endsWith('/') ? entry.url : `${entry.url}/`),
    tls: {
      insecure: tls?.insecure ?? false,
      ...(tls?.caFile === undefined ? {} : { ca: await readText(tls.caFile, 'certificate') }),
      ...(tls?.servername === undefined ? {} : { servername: tls.servername }),
    },
    login: entry.token === undefined ? { by: 'certificate' } : { by: 'token', token: resolveSecret(entry.token) },
  };
}
