/** The workflows, compiled once for each state of their sources; the compiler itself is tested in tests/main/wire/workflow-code.test.ts. */

import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { sourceDigest } from '../../src/main/wire/source-digest.ts';
import { workflowCode } from '../../src/main/wire/workflow-code.ts';
import { keptDirectory } from './kept.ts';

const entry = join(import.meta.dirname, '..', '..', 'src', 'workflows', 'index.ts');

/** As a worker takes them. */
export async function keptWorkflows(): Promise<string> {
  return workflowCode(await keptWorkflowDirectory());
}

/** Puts them where an application keeps those that it has compiled before. */
export async function placeWorkflows(cacheDirectory: string): Promise<void> {
  await cp(await keptWorkflowDirectory(), cacheDirectory, { recursive: true });
}

export async function keptWorkflowDirectory(): Promise<string> {
  return keptDirectory('workflows', await sourceDigest(entry), async (draft) => void (await workflowCode(draft)));
}
