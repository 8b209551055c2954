/** Stands between the bot and the server, and lets go wrong what goes wrong on the way. */

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type Fault = 'rate' | 'lost-answer' | 'unavailable';

export interface Valve {
  readonly port: number;
  /** Messages of several lines to one channel, as the bot began them. */
  readonly begun: { readonly channel: string; readonly isEdit: boolean }[];
  fail(fault: Fault, times: number, channel?: string): void;
  count(): number;
  opened(): number;
  drop(): void;
  refuse(times: number): void;
  stop(): Promise<void>;
}

export async function openValve(target: number): Promise<Valve> {
  const pairs = new Set<readonly [Socket, Socket]>();
  const begun: { channel: string; isEdit: boolean }[] = [];
  const faults: { fault: Fault; times: number; channel: string | undefined }[] = [];
  let opened = 0;
  let refusing = 0;

  const server = createServer((client) => {
    client.on('error', () => undefined);
    if (refusing > 0) {
      refusing -= 1;
      client.resetAndDestroy();
      return;
    }
    opened += 1;
    const upstream = connect(target, '127.0.0.1');
    const pair = [client, upstream] as const;
    pairs.add(pair);
    const close = (): void => {
      pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of pair) socket.on('error', close).on('close', close);
    follow(client, upstream);
  });

  /** The fault that the message in this channel meets; used up with it. */
  function faultFor(channel: string): Fault | null {
    const found = faults.find((each) => each.times > 0 && (each.channel === undefined || each.channel === channel));
    if (found === undefined) return null;
    found.times -= 1;
    return found.fault;
  }

  function follow(client: Socket, upstream: Socket): void {
    let current: { readonly fault: Fault | null; readonly channel: string } | null = null;
    const swallowed = new Set<string>();
    lines(client, (line) => {
      const [, channel = '', text = ''] = /^PRIVMSG (#\S+) :(.*)$/.exec(line) ?? [];
      if (channel !== '') {
        if (!text.startsWith('│')) {
          begun.push({ channel, isEdit: text.startsWith('↻') });
          current = { fault: faultFor(channel), channel };
        }
        if (current === null || current.fault === null || current.fault === 'lost-answer') upstream.write(`${line}\r\n`);
        return;
      }
      const token = /^PING :(zb\d+)$/.exec(line)?.[1];
      if (token !== undefined && current !== null) {
        const { fault, channel: where } = current;
        current = null;
        if (fault === 'rate') client.write(':irc.test 263 bot PRIVMSG :Please wait a while and try again.\r\n');
        if (fault === 'unavailable') client.write(`:irc.test 437 bot ${where} :Nick/channel is temporarily unavailable\r\n`);
        if (fault === 'lost-answer') swallowed.add(token);
      }
      upstream.write(`${line}\r\n`);
    });
    lines(upstream, (line) => {
      const token = / PONG .*:(zb\d+)$/.exec(line)?.[1] ?? '';
      if (!swallowed.delete(token)) client.write(`${line}\r\n`);
    });
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    begun,
    fail(fault, times, channel) {
      faults.length = 0;
      faults.push({ fault, times, channel });
    },
    count: () => pairs.size,
    opened: () => opened,
    drop() {
      for (const pair of pairs) for (const socket of pair) socket.destroy();
    },
    refuse(times) {
      refusing = times;
    },
    async stop() {
      for (const pair of pairs) for (const socket of pair) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function lines(socket: Socket, onLine: (line: string) => void): void {
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const whole = (rest + chunk).split('\r\n');
    rest = whole.pop() ?? '';
    for (const line of whole) onLine(line);
  });
}
