/** Asks every member of the cluster for its own status, side by side; one that does not answer is told with the reason. */

import { SessionFailure, type SessionLimit } from '../session/failure.ts';
import { hexOf, type Member, membersAnswer, type Status, statusAnswer } from './answers.ts';
import type { EtcdClient } from './client.ts';

export interface AskedMember {
  readonly member: Member;
  /** As `etcdctl` writes it. */
  readonly id: string;
  readonly name: string;
  readonly url: URL | null;
  readonly status: Status | null;
  /** Why there is no status; empty when there is one. */
  readonly reason: string;
  /** Its clock less ours, to a second; null where it does not tell. */
  readonly clockOffsetSeconds: number | null;
}

const membersMax = 15;
const memberMs = 2_000;

export async function listMembers(client: EtcdClient, limit: SessionLimit): Promise<readonly Member[]> {
  // Later versions ask the whole cluster unless told not to, and then say nothing when the quorum is lost.
  const { members } = await client
    .call('/v3/cluster/member/list', { linearizable: false }, membersAnswer, limit)
    .catch((error: unknown) => {
      // Versions before 3.5 refuse the word that they do not know.
      if (!(error instanceof SessionFailure) || error.stage !== 'command') throw error;
      return client.call('/v3/cluster/member/list', {}, membersAnswer, limit);
    });
  return members.slice(0, membersMax);
}

/** Throws SessionFailure when the list of members cannot be had. Without `nowMs` their clocks are not looked at. */
export async function askMembers(client: EtcdClient, limit: SessionLimit, nowMs?: () => number): Promise<readonly AskedMember[]> {
  const members = await listMembers(client, limit);
  const own = await client.call('/v3/maintenance/status', {}, statusAnswer, limit);
  const ownId = own.header?.member_id ?? '';
  return await Promise.all(members.map((member) => askMember(client, member, member.ID === ownId, limit, nowMs)));
}

async function askMember(
  client: EtcdClient,
  member: Member,
  isOurs: boolean,
  limit: SessionLimit,
  nowMs: (() => number) | undefined,
): Promise<AskedMember> {
  const url = isOurs ? client.url : urlOf(member);
  const base = { member, id: hexOf(member.ID), name: member.name === '' ? hexOf(member.ID) : member.name, url };
  if (url === null) return { ...base, status: null, reason: 'it has not started yet', clockOffsetSeconds: null };
  const short = { timeoutMs: Math.min(memberMs, limit.timeoutMs), signal: limit.signal };
  try {
    const status = await client.call('/v3/maintenance/status', {}, statusAnswer, short, url);
    const clockOffsetSeconds = nowMs === undefined ? null : await clockOffsetOf(client, url, short, nowMs);
    return { ...base, status, reason: '', clockOffsetSeconds };
  } catch (error) {
    if (!(error instanceof SessionFailure)) throw error;
    return { ...base, status: null, reason: error.message.slice(0, 200), clockOffsetSeconds: null };
  }
}

/** From the date of an answer, against the middle of the time that it took. */
async function clockOffsetOf(client: EtcdClient, url: URL, limit: SessionLimit, nowMs: () => number): Promise<number | null> {
  const startedMs = nowMs();
  const answer = await client.page('/health', limit, url).catch(() => null);
  const theirs = Date.parse(answer?.headers.date ?? '');
  if (Number.isNaN(theirs)) return null;
  // A date has whole seconds, so half a second is added on average.
  return Math.round((theirs + 500 - (startedMs + nowMs()) / 2) / 1_000);
}

/** The first address that it tells its clients; none before its first start. */
function urlOf(member: Member): URL | null {
  const found = member.clientURLs.find((url) => URL.canParse(url) && /^https?:/.test(url));
  return found === undefined ? null : new URL(found);
}
