/** The runbooks that an incident's investigation followed, as they were then: the files may change, the story may not. */

import { z } from 'zod';
import type { LocalText } from '../domain/text.ts';
import type { TenantStore } from '../store/contract.ts';
import type { Runbook } from './runbook.ts';

const text = z.object({ 'zh-CN': z.string(), en: z.string() });
const followed = z.array(z.object({ id: z.string(), version: z.string(), title: text, body: text, ruleOut: z.array(z.string()) }));

/** Of a body in one language; more is cut and says so. */
const bodyLengthMax = 12_000;

export type FollowedRunbook = z.infer<typeof followed>[number];

/** None for an incident that followed none. */
export async function readFollowedRunbooks(store: Pick<TenantStore, 'settings'>, incidentId: string): Promise<readonly FollowedRunbook[]> {
  const parsed = followed.safeParse(await store.settings.get(keyOf(incidentId)));
  return parsed.success ? parsed.data : [];
}

/** Takes the place of what an earlier run followed. */
export async function saveFollowedRunbooks(
  store: Pick<TenantStore, 'settings'>,
  incidentId: string,
  runbooks: readonly Runbook[],
): Promise<void> {
  const kept = runbooks.map(({ id, version, title, body, ruleOut }) => ({ id, version, title, body: cut(body), ruleOut }));
  await store.settings.set(keyOf(incidentId), kept);
}

function keyOf(incidentId: string): string {
  return `runbooks:${incidentId}`;
}

function cut(body: LocalText): LocalText {
  const short = (words: string): string => (words.length <= bodyLengthMax ? words : `${words.slice(0, bodyLengthMax - 1)}…`);
  return { 'zh-CN': short(body['zh-CN']), en: short(body.en) };
}
