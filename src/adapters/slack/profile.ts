/** What Slack itself vouches for about a member of our workspace. */

import { z } from 'zod';
import { ChatError, type Profile } from '../contract.ts';
import type { SlackClient } from './client.ts';
import type { SlackIdentity } from './identity.ts';

const userInfo = z.object({
  user: z.object({
    team_id: z.string(),
    deleted: z.boolean().default(false),
    is_bot: z.boolean().default(false),
    is_app_user: z.boolean().default(false),
    is_restricted: z.boolean().default(false),
    is_ultra_restricted: z.boolean().default(false),
    is_stranger: z.boolean().default(false),
    /** Left out by workspaces that sign people in elsewhere, which vouch for the address themselves. */
    is_email_confirmed: z.boolean().default(true),
    name: z.string().optional(),
    real_name: z.string().optional(),
    profile: z.object({ email: z.string().optional(), real_name: z.string().optional() }).default({}),
  }),
});

/**
 * Null for guests, bots, people of other workspaces and those who have left, and when the scopes are missing. Only a confirmed address
 * is told; the phone number of a Slack profile is what its owner typed, so it is never. Throws ChatError.
 */
export async function fetchProfile(client: SlackClient, identity: SlackIdentity, userId: string): Promise<Profile | null> {
  const user = await readUser(client, userId);
  if (user === null || user.team_id !== identity.teamId) return null;
  if (user.deleted || user.is_bot || user.is_app_user || user.is_restricted || user.is_ultra_restricted || user.is_stranger) return null;
  const { email } = user.profile;
  return {
    name: user.profile.real_name ?? user.real_name ?? user.name ?? null,
    email: email !== undefined && email !== '' && user.is_email_confirmed ? email : null,
    phone: null,
  };
}

async function readUser(client: SlackClient, userId: string): Promise<z.output<typeof userInfo>['user'] | null> {
  try {
    return (await client.call('users.info', { user: userId }, userInfo)).user;
  } catch (error) {
    const isUnknown =
      error instanceof ChatError &&
      (error.kind === 'forbidden' || ['user_not_found', 'user_not_visible'].includes(error.platformCode ?? ''));
    if (isUnknown) return null;
    throw error;
  }
}
