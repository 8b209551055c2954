/** How long the disk takes for one write and one fsync: no sender can be answered sooner where its alerts are to be safe. */

import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const rounds = 200;
/** About what sixteen alerts are. */
const bytes = Buffer.alloc(8_192, 'x');

export async function measureFsync(): Promise<readonly number[]> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-bench-fsync-'));
  const file = await open(join(directory, 'file'), 'w');
  const took: number[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const startedMs = performance.now();
      await file.appendFile(bytes);
      await file.datasync();
      took.push(performance.now() - startedMs);
    }
  } finally {
    await file.close();
    await rm(directory, { recursive: true });
  }
  return took;
}
