/** A log that keeps two files of a bounded size. */

import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export interface LogFile {
  write(chunk: string): void;
  close(): void;
}

/** Past `bytesMax` the file is moved to `PATH.1`, over the one before. On a full disk lines are dropped: a log must not end what it describes. */
export function openLogFile(path: string, bytesMax = 10_485_760): LogFile {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  let file = openSync(path, 'a', 0o600);
  let bytes = fstatSync(file).size;
  const turnOver = (): void => {
    closeSync(file);
    renameSync(path, `${path}.1`);
    file = openSync(path, 'a', 0o600);
    bytes = 0;
  };
  return {
    write: (chunk) => {
      try {
        if (bytes > bytesMax) turnOver();
        bytes += writeSync(file, chunk);
      } catch {
        // Nothing is left to tell it to.
      }
    },
    close: () => closeSync(file),
  };
}
