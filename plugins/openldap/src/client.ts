/** One connection to a directory: opened and bound on first use, every call with a limit of time, opened again after it was lost. */

import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { SystemClient } from 'zhiban/plugin';
import { decode } from './ber.ts';
import { LdapError } from './failure.ts';
import {
  type Answer,
  bindMessage,
  type DirectoryEntry,
  readAnswer,
  replaceMessage,
  type SearchRequest,
  searchMessage,
  unbindMessage,
} from './messages.ts';

export interface LdapOptions {
  readonly url: string;
  readonly bindDn: string;
  readonly password: string;
  /** PEM; without it the authorities that Node knows. */
  readonly authority: string | undefined;
}

export interface LdapClient extends SystemClient {
  readonly url: string;
  /** Throws LdapError, or the error of the connection. */
  search(request: Omit<SearchRequest, 'secondsMax'>, signal: AbortSignal): Promise<readonly DirectoryEntry[]>;
  replace(dn: string, attribute: string, values: readonly string[], signal: AbortSignal): Promise<void>;
}

const secondsMax = 10;
/** No such object: what isn't there has no entries. */
const noSuchObject = 32;
const sizeLimitExceeded = 4;

export function createLdapClient(options: LdapOptions): LdapClient {
  let session: Promise<Session> | null = null;

  async function ready(signal: AbortSignal): Promise<Session> {
    const known = await session?.catch(() => null);
    if (known?.isOpen === true) return known;
    session = openSession(options, signal);
    return session;
  }

  return {
    url: options.url,
    async search(request, signal) {
      const entries: DirectoryEntry[] = [];
      const { code, text } = await (await ready(signal)).ask(
        (id) => searchMessage(id, { ...request, secondsMax }),
        signal,
        (entry) => {
          if (entries.length < request.entriesMax) entries.push(entry);
        },
      );
      if (code === 0 || code === noSuchObject || code === sizeLimitExceeded) return entries;
      throw new LdapError(code, 'The search', text);
    },
    async replace(dn, attribute, values, signal) {
      const { code, text } = await (await ready(signal)).ask((id) => replaceMessage(id, dn, attribute, values), signal);
      if (code !== 0) throw new LdapError(code, 'The change', text);
    },
    async warm() {
      await ready(AbortSignal.timeout(5_000)).catch(() => undefined);
    },
    async close() {
      const known = await session?.catch(() => null);
      session = null;
      known?.close();
    },
  };
}

type Done = Extract<Answer, { type: 'done' }>;

interface Waiting {
  readonly onEntry: (entry: DirectoryEntry) => void;
  resolve(done: Done): void;
  reject(error: Error): void;
}

async function openSession(options: LdapOptions, signal: AbortSignal): Promise<Session> {
  const session = new Session(await openSocket(options, signal));
  try {
    const { code, text } = await session.ask((id) => bindMessage(id, options.bindDn, options.password), signal);
    if (code !== 0) throw new LdapError(code, 'The login', text);
    return session;
  } catch (error) {
    session.close();
    throw error;
  }
}

function openSocket({ url, authority }: LdapOptions, signal: AbortSignal): Promise<Socket> {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const isTls = protocol === 'ldaps:';
  const to = { host, port: Number(port || (isTls ? 636 : 389)) };
  return new Promise((resolve, reject) => {
    const name = isIP(host) === 0 ? { servername: host } : {};
    const socket: Socket = isTls ? connectTls({ ...to, ...name, ...(authority === undefined ? {} : { ca: authority }) }) : connectPlain(to);
    const giveUp = (error: Error): void => {
      socket.destroy();
      reject(error);
    };
    const onAbort = (): void => giveUp(abortError());
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('error', giveUp);
    socket.once(isTls ? 'secureConnect' : 'connect', () => {
      signal.removeEventListener('abort', onAbort);
      socket.off('error', giveUp);
      resolve(socket);
    });
  });
}

class Session {
  private readonly socket: Socket;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private unread = Buffer.alloc(0);
  isOpen = true;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => this.read(chunk));
    socket.on('error', (error) => this.end(error));
    socket.on('close', () => this.end(Object.assign(new Error('The server closed the connection'), { code: 'ECONNRESET' })));
  }

  ask(message: (id: number) => Buffer, signal: AbortSignal, onEntry: (entry: DirectoryEntry) => void = () => undefined): Promise<Done> {
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve, reject) => {
      // An answer that comes late would be taken for another one's: the connection is given up with the call.
      const onAbort = (): void => this.end(abortError());
      const done = (): void => {
        signal.removeEventListener('abort', onAbort);
        this.waiting.delete(id);
      };
      this.waiting.set(id, {
        onEntry,
        resolve: (answer) => {
          done();
          resolve(answer);
        },
        reject: (error) => {
          done();
          reject(error);
        },
      });
      if (signal.aborted) return onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
      this.socket.write(message(id));
    });
  }

  close(): void {
    if (this.isOpen) this.socket.write(unbindMessage(this.lastId + 1));
    this.end(abortError());
  }

  private read(chunk: Buffer): void {
    this.unread = Buffer.concat([this.unread, chunk]);
    try {
      for (let next = decode(this.unread); next !== null; next = decode(this.unread)) {
        this.unread = this.unread.subarray(next.size);
        const { id, answer } = readAnswer(next.element);
        const waiting = this.waiting.get(id);
        if (answer.type === 'entry') waiting?.onEntry(answer.entry);
        if (answer.type === 'done') waiting?.resolve(answer);
      }
    } catch (error) {
      this.end(new Error(`What answers there speaks no LDAP: ${error instanceof Error ? error.message : ''}`));
    }
  }

  private end(error: Error): void {
    this.isOpen = false;
    this.socket.destroy();
    for (const waiting of [...this.waiting.values()]) waiting.reject(error);
  }
}

function abortError(): Error {
  return Object.assign(new Error('No answer in time'), { code: 'ABORT_ERR' });
}
