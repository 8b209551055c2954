/** One connection that speaks NATS's client protocol: greeting, login, and one request; https://docs.nats.io/reference/reference-protocols/nats-protocol */

import { readFile } from 'node:fs/promises';
import { isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { z } from 'zod';
import { failureOfSocket, SessionFailure, type SessionLimit } from '../session/failure.ts';
import { within } from '../session/within.ts';
import { openSocket } from '../tcp/open-socket.ts';
import type { NatsEntry } from './system.ts';

const infoForm = z.looseObject({
  version: z.string().default(''),
  nonce: z.string().default(''),
  auth_required: z.boolean().default(false),
  tls_required: z.boolean().default(false),
  /** Lame duck mode: it is about to shut down and sends its clients away. */
  ldm: z.boolean().default(false),
});

export type ServerInfo = z.infer<typeof infoForm>;

/** Answers of the JetStream API are some kilobytes; more is not read. */
const heardBytesMax = 8_388_608;
/** A server that takes no more clients says so right behind its greeting. */
const refusalMs = 150;

export class NatsSession {
  readonly server: string;
  #socket: Socket;
  #heard = Buffer.alloc(0);
  #lost: SessionFailure | null = null;
  #awake: (() => void) | null = null;

  private constructor(server: string, socket: Socket) {
    this.server = server;
    this.#socket = socket;
    this.#listen(socket);
  }

  /** Hears the greeting and no more. Throws SessionFailure. */
  static async greet(entry: NatsEntry, limit: SessionLimit): Promise<{ session: NatsSession; info: ServerInfo }> {
    const url = new URL(entry.url);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const port = url.port === '' ? 4_222 : Number(url.port);
    const server = `NATS at ${url.hostname}:${String(port)}`;
    const { socket } = await openSocket({ server, host, port }, limit);
    const session = new NatsSession(server, socket);
    try {
      const line = await session.line(limit);
      const info = infoForm.safeParse(jsonOf(line.replace(/^INFO /, '')));
      if (!line.startsWith('INFO ') || !info.success)
        throw new SessionFailure(`${server} does not speak NATS`, { problem: 'reply', stage: 'login' });
      await session.secure(entry, info.data, host, limit);
      return { session, info: info.data };
    } catch (error) {
      session.close();
      throw error;
    }
  }

  /** After the greeting; resolves when nothing more is said, throws SessionFailure for a server that takes no more clients. */
  async hearRefusal(limit: SessionLimit): Promise<void> {
    const line = await this.line({ ...limit, timeoutMs: refusalMs }).catch((error: unknown) => {
      if (error instanceof SessionFailure && error.problem === 'hung') return '';
      throw error;
    });
    if (line.startsWith('-ERR')) throw failureOfLine(this.server, line);
  }

  /** Throws SessionFailure; `auth` when the login is refused. */
  async logIn(options: Readonly<Record<string, unknown>>, limit: SessionLimit): Promise<void> {
    this.#socket.write(`CONNECT ${JSON.stringify(options)}\r\nPING\r\n`);
    for (;;) {
      const line = await this.line(limit);
      if (line === 'PONG') return;
      if (line === 'PING') this.#socket.write('PONG\r\n');
      if (line.startsWith('-ERR')) throw failureOfLine(this.server, line);
    }
  }

  /** The payload of the one answer. Throws SessionFailure; `unsupported` when nobody answers to the subject. */
  async request(subject: string, body: string, inbox: string, limit: SessionLimit): Promise<string> {
    this.#socket.write(`SUB ${inbox} 1\r\nPUB ${subject} ${inbox} ${String(Buffer.byteLength(body))}\r\n${body}\r\n`);
    for (;;) {
      const line = await this.line(limit);
      if (line === 'PING') this.#socket.write('PONG\r\n');
      if (line.startsWith('-ERR')) throw failureOfLine(this.server, line);
      const sizes = /^HMSG \S+ 1 (?:\S+ )?(?<header>\d+) (?<total>\d+)$|^MSG \S+ 1 (?:\S+ )?(?<plain>\d+)$/.exec(line)?.groups;
      if (sizes === undefined) continue;
      const headerBytes = Number(sizes.header ?? 0);
      const bytes = await this.#take(Number(sizes.total ?? sizes.plain), limit);
      if (/^NATS\/1\.0 503/.test(bytes.subarray(0, headerBytes).toString('latin1')))
        throw new SessionFailure(`${this.server}: nobody answers to '${subject}'`, {
          problem: 'unsupported',
          stage: 'command',
          code: '503',
        });
      return bytes.subarray(headerBytes).toString('utf8');
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  async secure(entry: NatsEntry, info: ServerInfo, host: string, limit: SessionLimit): Promise<void> {
    const isWanted = entry.url.startsWith('tls:') || entry.tls !== undefined;
    if (!info.tls_required && !isWanted) return;
    if (!info.tls_required && Reflect.get(info, 'tls_available') !== true)
      throw new SessionFailure(`${this.server} does not offer TLS`, { problem: 'tls', stage: 'login' });
    const ca = entry.tls?.caFile === undefined ? undefined : await readFile(entry.tls.caFile, 'utf8').catch(() => null);
    if (ca === null)
      throw new SessionFailure(`Cannot read the authority's certificate for ${this.server}`, { problem: 'tls', stage: 'connect' });
    const name = entry.tls?.servername ?? (isIP(host) === 0 ? host : undefined);
    this.#socket.removeAllListeners();
    const secured = connectTls({
      socket: this.#socket,
      rejectUnauthorized: entry.tls?.insecure !== true,
      ...(ca === undefined ? {} : { ca }),
      ...(name === undefined ? {} : { servername: name }),
    });
    this.#socket = secured;
    const handshake = new Promise<void>((resolve, reject) => {
      secured.once('secureConnect', resolve);
      secured.once('error', (error) => reject(failureOfSocket(this.server, error, 'login')));
    });
    await within(handshake, limit, this.server, () => 'login');
    this.#listen(secured);
  }

  /** One line without its end. Throws SessionFailure. */
  async line(limit: SessionLimit): Promise<string> {
    await this.#until(() => this.#heard.includes('\r\n'), limit);
    const end = this.#heard.indexOf('\r\n');
    const line = this.#heard.subarray(0, end).toString('utf8');
    this.#heard = this.#heard.subarray(end + 2);
    return line;
  }

  async #take(bytes: number, limit: SessionLimit): Promise<Buffer> {
    if (bytes > heardBytesMax) throw new SessionFailure(`An answer of ${this.server} is too large`, { problem: 'reply', stage: 'command' });
    await this.#until(() => this.#heard.length >= bytes + 2, limit);
    const taken = this.#heard.subarray(0, bytes);
    this.#heard = this.#heard.subarray(bytes + 2);
    return taken;
  }

  /** What was heard before the other side hung up counts. */
  async #until(holds: () => boolean, limit: SessionLimit): Promise<void> {
    const heard = async (): Promise<void> => {
      while (!holds()) {
        if (this.#lost !== null) throw this.#lost;
        await new Promise<void>((resolve) => {
          this.#awake = resolve;
        });
      }
    };
    await within(heard(), limit, this.server, () => 'login');
  }

  #listen(socket: Socket): void {
    socket.on('data', (chunk: Buffer) => {
      this.#heard = Buffer.concat([this.#heard, chunk]);
      if (this.#heard.length > heardBytesMax)
        this.#lose(new SessionFailure(`${this.server} says too much`, { problem: 'reply', stage: 'command' }));
      this.#awake?.();
    });
    socket.on('error', (error) => this.#lose(failureOfSocket(this.server, error, 'login')));
    socket.on('close', () => this.#lose(new SessionFailure(`${this.server} closed the connection`, { problem: 'reset', stage: 'login' })));
  }

  #lose(failure: SessionFailure): void {
    this.#lost ??= failure;
    this.#socket.destroy();
    this.#awake?.();
  }
}

/** `-ERR 'Authorization Violation'`: by its words, which are the protocol's. */
function failureOfLine(server: string, line: string): SessionFailure {
  const words = line
    .replace(/^-ERR\s*/, '')
    .replaceAll("'", '')
    .slice(0, 200);
  const given = (problem: SessionFailure['problem'], stage: SessionFailure['stage']): SessionFailure =>
    new SessionFailure(`${server} answered: ${words}`, { problem, stage, code: words.slice(0, 60) });
  if (/maximum (account )?connections/i.test(words)) return given('limit', 'login');
  if (/permissions violation/i.test(words)) return given('no-permission', 'command');
  if (/authori[sz]ation|authentication|credentials|user .*expired|account/i.test(words)) return given('auth', 'login');
  return given(/tls/i.test(words) ? 'tls' : 'reply', 'login');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
