/** A real ngIRCd of its own on a free port, and people connected to it. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Ngircd {
  readonly port: number;
  readonly password: string;
  /** Links as another server and says under which account somebody is logged in, as services do. */
  login(nick: string, account: string): Promise<void>;
  stop(): Promise<void>;
}

const password = 'irc-server-password-4711';
const servicesPassword = 'services-password-4712';
const readyWithinMs = 30_000;

/** Fails when ngircd is not installed. */
export async function startNgircd(): Promise<Ngircd> {
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), 'zhiban-ngircd-'));
  const file = join(directory, 'ngircd.conf');
  writeFileSync(file, configuration(port));
  const words = ['ngircd', '-n', '-f', file];
  const [command = '', ...given] = process.platform === 'linux' ? ['setpriv', '--pdeathsig', 'KILL', ...words] : words;
  const child = spawn(command, given, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(-4_000);
    });
  child.on('error', (error) => (said += error.message));
  await untilListening(child, port, () => said);
  return {
    ...{ port, password },
    async login(nick, account) {
      const services = connect(port, '127.0.0.1');
      kept.push(services);
      services.setEncoding('utf8');
      services.on('error', () => undefined);
      let heard = '';
      services.on('data', (chunk: string) => (heard += chunk));
      await once(services, 'connect');
      services.write(`PASS ${servicesPassword} 0210-IRC+ ngIRCd|26:CHLMSX\r\nSERVER services.test 1 :services\r\n`);
      await untilHeard(
        () => heard.includes(' 376 '),
        () => heard,
      );
      services.write(':services.test 376 irc.test :End\r\n');
      await untilHeard(
        () => heard.includes(`NICK ${nick} `),
        () => heard,
      );
      services.write(`:services.test METADATA ${nick} accountname :${account}\r\n:services.test PING services.test :done\r\n`);
      // Whatever it says to that, it has read the line before.
      await untilHeard(
        () => /PONG| 402 /.test(heard),
        () => heard,
      );
    },
    async stop() {
      for (const socket of kept) socket.destroy();
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        await ended;
      }
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const kept: Socket[] = [];

async function untilHeard(isMet: () => boolean, heard: () => string): Promise<void> {
  for (let waited = 0; waited < readyWithinMs; waited += 10) {
    if (isMet()) return;
    await sleep(10);
  }
  throw new Error(`The link of services waited in vain: ${heard().slice(-500)}`);
}

function configuration(port: number): string {
  return [
    '[Global]',
    'Name = irc.test',
    'Info = test',
    'Listen = 127.0.0.1',
    `Ports = ${port}`,
    `Password = ${password}`,
    'ServerGID = 0',
    'ServerUID = 0',
    '[Limits]',
    'MaxConnections = 0',
    'MaxConnectionsIP = 0',
    'MaxJoins = 0',
    'MaxPenaltyTime = 0',
    'MaxNickLength = 30',
    '[Options]',
    'DNS = no',
    'Ident = no',
    'PAM = no',
    'SyslogFacility = local1',
    '[Server]',
    'Name = services.test',
    `MyPassword = ${servicesPassword}`,
    `PeerPassword = ${servicesPassword}`,
    '',
  ].join('\n');
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function untilListening(child: ChildProcess, port: number, said: () => string): Promise<void> {
  const untilMs = Date.now() + readyWithinMs;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`ngircd did not start: ${said()}`);
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isThere) return;
    if (Date.now() > untilMs) throw new Error(`ngircd does not listen: ${said()}`);
    await sleep(40);
  }
}

/** Somebody at a client. */
export class Person {
  readonly nick: string;
  /** Every line that came, newest last. */
  readonly lines: string[] = [];
  readonly #socket: Socket;
  #pings = 0;

  private constructor(nick: string, socket: Socket) {
    this.nick = nick;
    this.#socket = socket;
    let rest = '';
    socket.setEncoding('utf8');
    socket.on('error', () => undefined);
    socket.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line.startsWith('PING')) this.say(line.replace('PING', 'PONG'));
        else this.lines.push(line);
      }
    });
  }

  static async join(
    { port, password: given }: Pick<Ngircd, 'port' | 'password'>,
    nick: string,
    channels: readonly string[],
  ): Promise<Person> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const person = new Person(nick, socket);
    person.say(`PASS ${given}`);
    person.say(`NICK ${nick}`);
    person.say(`USER ${nick.slice(0, 9)} 0 * :${nick}`);
    await person.until((line) => / 001 /.test(line));
    for (const channel of channels) person.say(`JOIN ${channel}`);
    await person.arrived();
    return person;
  }

  say(line: string): void {
    if (!this.#socket.destroyed) this.#socket.write(`${line}\r\n`);
  }

  /** Everything that the server had for this person before is here. */
  async arrived(): Promise<void> {
    this.#pings += 1;
    const token = `seen${this.#pings}`;
    this.say(`PING ${token}`);
    await this.until((line) => line.includes('PONG') && line.endsWith(`:${token}`));
  }

  async until(isMet: (line: string) => boolean): Promise<void> {
    for (let waited = 0; waited < 30_000; waited += 5) {
      if (this.lines.some(isMet)) return;
      await sleep(5);
    }
    throw new Error(`${this.nick} waited in vain; the last lines: ${this.lines.slice(-5).join(' / ')}`);
  }

  leave(): void {
    this.#socket.destroy();
  }
}
