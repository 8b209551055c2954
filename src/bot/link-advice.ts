/** What somebody is told whose account nobody has linked: that it is so, and how to link it, with a code that is theirs alone. */

import type { Actor } from '../adapters/contract.ts';
import { fill, type Locale } from '../domain/text.ts';
import { botText } from '../text/bot.ts';
import type { BotDeps } from './handle-inbound.ts';

type AdviceDeps = Pick<BotDeps, 'tenantId' | 'operations' | 'adapters' | 'publicUrl'>;

/** The code is told only where nobody else reads it: who had it could make the account theirs. */
export async function linkAdvice(deps: AdviceDeps, actor: Actor, locale: Locale): Promise<string> {
  const { adapter, workspace, userId, name = null } = actor;
  const account = { adapter, userId };
  const state = fill(botText.guest[locale], account);
  if (deps.adapters().get(adapter)?.capabilities.privateReply !== true) return `${state}\n${fill(botText.linkByAdmin[locale], account)}`;
  const { code } = await deps.operations.issueLinkCode(deps.tenantId, { adapter, workspace, userId, name });
  return `${state}\n${fill(botText.linkHow[locale], { code, url: `${deps.publicUrl()}/link?code=${code}` })}`;
}
