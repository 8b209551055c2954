/** Lines of JSON over one stream, with a limit for each: what is longer ends the channel instead of filling the memory. */

import type { Duplex } from 'node:stream';
import { lineBytesMax } from './protocol.ts';

export interface LineChannel {
  /** False when the line is too long or the other side is gone. */
  send(value: unknown): boolean;
  close(): void;
}

export interface LineHandlers {
  /** One line, not parsed yet. */
  onLine(line: string): void;
  /** A line is longer than the limit. */
  onTooLong(): void;
  onEnd(): void;
}

export function openLineChannel(stream: Duplex, handlers: LineHandlers): LineChannel {
  let parts: Buffer[] = [];
  let bytes = 0;
  let isOpen = true;
  stream.on('data', (chunk: Buffer) => {
    let rest = chunk;
    for (let at = rest.indexOf(0x0a); at >= 0 && isOpen; at = rest.indexOf(0x0a)) {
      const line = Buffer.concat([...parts, rest.subarray(0, at)]);
      parts = [];
      bytes = 0;
      rest = rest.subarray(at + 1);
      if (line.length > lineBytesMax) return tooLong();
      if (line.length > 0) handlers.onLine(line.toString('utf8'));
    }
    if (rest.length === 0) return;
    parts.push(rest);
    bytes += rest.length;
    if (bytes > lineBytesMax) tooLong();
  });
  stream.on('error', () => undefined);
  stream.on('close', () => {
    isOpen = false;
    handlers.onEnd();
  });
  function tooLong(): void {
    if (!isOpen) return;
    isOpen = false;
    parts = [];
    handlers.onTooLong();
  }
  return {
    send(value) {
      const line = JSON.stringify(value);
      if (!isOpen || stream.destroyed || Buffer.byteLength(line) > lineBytesMax) return false;
      stream.write(`${line}\n`);
      return true;
    },
    close() {
      isOpen = false;
      stream.destroy();
    },
  };
}
