/** One connection to a server: the login, lines at a pace, answers to pings, and an end that is told once. */

import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Clock } from 'zhiban/plugin';
import type { IrcConfig } from './config.ts';
import { type IrcLine, parseLine } from './line.ts';

export interface Secrets {
  readonly password: string | null;
  readonly saslPassword: string | null;
}

export interface ConnectionEvents {
  /** Logged in, under this nick. */
  onReady(nick: string): void;
  onLine(line: IrcLine): void;
  /** Fixed words, nothing of the server's that could hold a secret. */
  onEnd(reason: string): void;
}

export interface Connection {
  /** Sent at the pace of the configuration; resolves when it went out. */
  send(line: string): Promise<void>;
  hasCapability(name: string): boolean;
  end(): void;
}

const loginWithinMs = 30_000;
const silentMs = 120_000;
const lineBytesMax = 16_384;
const nickAttempts = 8;
const nickPauseMs = 250;
const refusals = ['464', '465', '904', '905'];
const wanted = ['account-tag', 'server-time'];

export function openConnection(config: IrcConfig, secrets: Secrets, clock: Clock, events: ConnectionEvents): Connection {
  const { server: host, port, tls } = config;
  const socket = tls ? connectTls({ host, port, servername: host }) : connectTcp({ host, port });
  return new Live(socket, config, secrets, clock, events);
}

class Live implements Connection {
  readonly #socket: Socket;
  readonly #config: IrcConfig;
  readonly #secrets: Secrets;
  readonly #clock: Clock;
  readonly #events: ConnectionEvents;
  readonly #capabilities = new Set<string>();
  readonly #stop = new AbortController();
  #offered = '';
  #nick: string;
  #nickTries = 0;
  #isReady = false;
  #isOver = false;
  #rest = '';
  #heardMs: number;
  #freeMs: number;
  #sending: Promise<void> = Promise.resolve();
  #login: NodeJS.Timeout;
  #watch: NodeJS.Timeout;

  constructor(socket: Socket, config: IrcConfig, secrets: Secrets, clock: Clock, events: ConnectionEvents) {
    this.#socket = socket;
    this.#config = config;
    this.#secrets = secrets;
    this.#clock = clock;
    this.#events = events;
    this.#nick = config.nick;
    this.#heardMs = clock.now();
    this.#freeMs = clock.now();
    socket.setEncoding('utf8');
    socket.setNoDelay(true);
    socket.once(config.tls ? 'secureConnect' : 'connect', () => this.#introduce());
    socket.on('data', (chunk: string) => this.#take(chunk));
    socket.on('error', (error) => this.#finish('code' in error ? String(error.code) : 'the connection failed'));
    socket.on('close', () => this.#finish('the connection was closed'));
    this.#login = setTimeout(() => this.#finish('no login in time'), loginWithinMs);
    this.#watch = setInterval(() => this.#lookForSilence(), silentMs / 4);
  }

  hasCapability(name: string): boolean {
    return this.#capabilities.has(name);
  }

  send(line: string): Promise<void> {
    const sent = this.#sending.then(() => this.#paced(line));
    this.#sending = sent.catch(() => undefined);
    return sent;
  }

  end(): void {
    if (!this.#isOver && this.#isReady) this.#write('QUIT :bye');
    this.#finish('ended');
  }

  /** A bucket of `burst` lines that fills by one every `everyMs`. */
  async #paced(line: string): Promise<void> {
    const { burst, everyMs } = this.#config.pace;
    const nowMs = this.#clock.now();
    this.#freeMs = Math.max(this.#freeMs, nowMs - burst * everyMs) + everyMs;
    if (this.#freeMs > nowMs) await this.#clock.sleep(this.#freeMs - nowMs, this.#stop.signal);
    if (this.#isOver) throw new Error('The connection is over');
    this.#write(line);
  }

  #write(line: string): void {
    if (!this.#socket.destroyed) this.#socket.write(`${line.replaceAll(/[\r\n\0]/g, ' ')}\r\n`);
  }

  #introduce(): void {
    const { password } = this.#secrets;
    this.#write('CAP LS 302');
    if (password !== null) this.#write(`PASS :${password}`);
    this.#write(`NICK ${this.#nick}`);
    this.#write(`USER ${this.#config.nick.slice(0, 9)} 0 * :Zhiban`);
  }

  #take(chunk: string): void {
    this.#heardMs = this.#clock.now();
    const lines = (this.#rest + chunk).split(/\r?\n/);
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length > lineBytesMax) this.#finish('a line without end');
    for (const text of lines) {
      const line = parseLine(text);
      if (line !== null && !this.#isOver) this.#hear(line);
    }
  }

  #hear(line: IrcLine): void {
    const { command, params } = line;
    const first = params[0] ?? '';
    if (command === 'PING') this.#write(`PONG :${first}`);
    else if (command === 'CAP') this.#agree(params);
    else if (command === 'AUTHENTICATE') this.#authenticate(first);
    else if (command === '903') this.#write('CAP END');
    else if (refusals.includes(command)) this.#finish('the login was refused');
    else if ((command === '433' || command === '437') && !this.#isReady) this.#anotherNick();
    else {
      if (command === '001') this.#welcome(first);
      this.#events.onLine(line);
    }
  }

  #welcome(nick: string): void {
    clearTimeout(this.#login);
    this.#isReady = true;
    this.#nick = nick;
    this.#events.onReady(nick);
  }

  #agree([, verb = '', ...rest]: readonly string[]): void {
    const list = rest.at(-1) ?? '';
    if (verb === 'LS') {
      this.#offered += ` ${list}`;
      if (rest[0] === '*') return;
      const offered = this.#offered.split(' ').map((each) => each.split('=')[0] ?? '');
      const sasl = this.#secrets.saslPassword === null ? [] : ['sasl'];
      const asked = [...wanted, ...sasl].filter((each) => offered.includes(each));
      if (sasl.length > 0 && !asked.includes('sasl')) this.#finish('the server takes no SASL login');
      else this.#write(asked.length === 0 ? 'CAP END' : `CAP REQ :${asked.join(' ')}`);
      return;
    }
    if (verb === 'ACK') for (const name of list.split(' ')) this.#capabilities.add(name);
    if (verb !== 'ACK' && verb !== 'NAK') return;
    this.#write(this.#capabilities.has('sasl') ? 'AUTHENTICATE PLAIN' : 'CAP END');
  }

  #authenticate(asked: string): void {
    const { sasl } = this.#config;
    if (asked !== '+' || sasl === undefined) return;
    this.#write(`AUTHENTICATE ${Buffer.from(`\0${sasl.account}\0${this.#secrets.saslPassword ?? ''}`).toString('base64')}`);
  }

  /** After a lost connection the server may still hold the old one for a moment. */
  #anotherNick(): void {
    this.#nickTries += 1;
    const suffix = Math.floor(this.#nickTries / nickAttempts);
    this.#nick = `${this.#config.nick}${'_'.repeat(suffix)}`;
    if (suffix > 3) this.#finish('every nick is taken');
    this.#clock.sleep(nickPauseMs, this.#stop.signal).then(
      () => this.#write(`NICK ${this.#nick}`),
      () => undefined,
    );
  }

  #lookForSilence(): void {
    const silentForMs = this.#clock.now() - this.#heardMs;
    if (silentForMs > silentMs * 2) this.#finish('the server fell silent');
    else if (silentForMs > silentMs && this.#isReady) this.#write('PING :still-there');
  }

  #finish(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#login);
    clearInterval(this.#watch);
    this.#stop.abort();
    // What was written still goes out; who doesn't take it is not waited for.
    this.#socket.end();
    this.#socket.destroySoon();
    this.#socket.on('error', () => undefined);
    this.#events.onEnd(reason);
  }
}
