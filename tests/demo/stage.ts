/** Starts a scenario for real in a directory of its own, and knows what must be gone afterwards. */

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoScenario } from '../../src/demo/scenario.ts';

/** Start, break, see that it hurts and goes on hurting, remove, and find nothing left. */
export async function playScenario(scenario: DemoScenario): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'zhiban-demo-'));
  const running = await scenario.start(directory);
  try {
    const hurtBefore = await running.hurts();
    await running.breakIt();
    const hurt: boolean[] = [];
    for (let look = 0; look < 5; look += 1) {
      hurt.push(await running.hurts());
      await sleep(300);
    }

    assert.equal(hurtBefore, false, 'it is well before it is broken');
    assert.deepEqual(hurt, [true, true, true, true, true], 'it hurts, and goes on hurting');
  } finally {
    await running.remove();
  }
  assert.deepEqual(processesNaming(directory), [], 'no process is left');
  assert.deepEqual(
    await running.remove().catch(() => ['it cannot be removed twice']),
    await running.remove(),
    'removing again does no harm',
  );
  rmSync(directory, { recursive: true, force: true });
}

/** Running processes whose command line or working directory names the path. */
export function processesNaming(path: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      const commandLine = readOrEmpty(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
      return commandLine.includes(path) ? [`${pid}: ${commandLine}`] : [];
    });
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
