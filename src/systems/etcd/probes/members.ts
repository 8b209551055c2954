/** Every member by its own word: who is away, who leads, who is behind, whose clock is off. */

import { z } from 'zod';
import type { Facts } from '../../../domain/evidence.ts';
import { bytesText } from '../../../domain/text.ts';
import { hexOf } from '../answers.ts';
import { type AskedMember, askMembers } from '../ask-members.ts';
import { etcdProbe, shown } from './etcd-probe.ts';

export const membersProbe = etcdProbe({
  name: 'members',
  summary: { 'zh-CN': '每个成员的状态：失联、落后、版本、时钟', en: 'each member: away, behind, version, clock' },
  parameters: z.strictObject({}),
  cost: 'cheap',
  hints: 'member|quorum|cluster|node|leader|clock|成员|集群|多数派|节点|时钟',
  query: 'etcdctl member list; etcdctl endpoint status --cluster',
  async see(client, _given, limit, context) {
    const asked = await askMembers(client, limit, () => context.clock.now());
    const facts = memberFacts(asked);
    const away = String(facts['members.unreachableNames']);
    return {
      headline: {
        'zh-CN': `${shown(facts['members.count'])} 个成员，${shown(facts['members.reachable'])} 个可达（需要 ${shown(facts['members.quorum'])}）${away === '' ? '' : `，失联：${away}`}`,
        en: `${shown(facts['members.reachable'])} of ${shown(facts['members.count'])} members answer (${shown(facts['members.quorum'])} needed)${away === '' ? '' : `, away: ${away}`}`,
      },
      facts,
      text: asked.map(print).join('\n'),
    };
  },
});

/** Pure. */
export function memberFacts(asked: readonly AskedMember[]): Facts {
  const voters = asked.filter(({ member }) => !member.isLearner);
  const here = voters.filter(({ status }) => status !== null);
  const away = voters.filter(({ status, url }) => status === null && url !== null);
  const leaders = [...new Set(here.map(({ status }) => status?.leader ?? '0').filter((id) => id !== '0'))];
  const leader = asked.find(({ member }) => member.ID === leaders[0]);
  const indexOf = (each: AskedMember): number => each.status?.raftAppliedIndex ?? 0;
  const ahead = Math.max(0, ...here.map(indexOf));
  const behind = [...here].sort((one, other) => indexOf(one) - indexOf(other))[0];
  const follower = here.find(({ member, status }) => member.ID !== leaders[0] && status?.isLearner !== true && status?.errors.length === 0);
  return {
    'members.count': asked.length,
    'members.voters': voters.length,
    'members.learners': asked.length - voters.length,
    'members.quorum': Math.floor(voters.length / 2) + 1,
    'members.reachable': here.length,
    'members.missing': voters.length - here.length,
    'members.spare': here.length - (Math.floor(voters.length / 2) + 1),
    'members.unreachable': away.length,
    'members.unreachableNames': namesOf(away),
    'members.unreachableReason': away[0]?.reason ?? '',
    'members.unstarted': asked.filter(({ member }) => member.name === '').length,
    'members.leaders': leaders.length,
    'members.leader': leader?.name ?? (leaders[0] === undefined ? '' : hexOf(leaders[0])),
    'members.followerId': follower?.id ?? null,
    'members.follower': follower?.name ?? null,
    'members.versions': new Set(here.map(({ status }) => status?.version ?? '')).size,
    'members.versionNames': [...new Set(here.map(({ status }) => status?.version ?? ''))].join(', '),
    'members.lagEntries': behind === undefined ? 0 : ahead - indexOf(behind),
    'members.laggingName': behind?.name ?? '',
    ...sizeFacts(here),
    ...clockFacts(here),
  };
}

function sizeFacts(here: readonly AskedMember[]): Facts {
  const sizes = here.map(({ status }) => status?.dbSize ?? 0);
  const alarmed = here.filter(({ status }) => status?.errors.some((error) => /alarm:/.test(error)) === true);
  return {
    'members.dbMaxBytes': Math.max(0, ...sizes),
    'members.dbMinBytes': sizes.length === 0 ? 0 : Math.min(...sizes),
    'members.alarmed': alarmed.length,
  };
}

function clockFacts(here: readonly AskedMember[]): Facts {
  const told = here.flatMap(({ name, clockOffsetSeconds }) => (clockOffsetSeconds === null ? [] : [{ name, seconds: clockOffsetSeconds }]));
  if (told.length < 2) return { 'members.clockSpreadSeconds': null, 'members.clockName': '' };
  const sorted = [...told].sort((one, other) => one.seconds - other.seconds);
  const middle = sorted[Math.floor(sorted.length / 2)]?.seconds ?? 0;
  const farthest = [...told].sort((one, other) => Math.abs(other.seconds - middle) - Math.abs(one.seconds - middle))[0];
  return {
    'members.clockSpreadSeconds': (sorted.at(-1)?.seconds ?? 0) - (sorted[0]?.seconds ?? 0),
    'members.clockName': farthest?.name ?? '',
  };
}

function namesOf(members: readonly AskedMember[]): string {
  return members
    .map(({ name }) => name)
    .join(', ')
    .slice(0, 200);
}

function print({ id, name, url, status, reason, clockOffsetSeconds }: AskedMember): string {
  const head = `${id} ${name} ${url?.host ?? '-'}`;
  if (status === null) return `${head} no status: ${reason}`;
  return `${head} version=${status.version} leader=${hexOf(status.leader)} term=${String(status.raftTerm)} index=${String(status.raftIndex)} applied=${String(status.raftAppliedIndex)} db=${bytesText(status.dbSize)} in_use=${bytesText(status.dbSizeInUse)} clock=${shown(clockOffsetSeconds)}s ${status.errors.join('; ')}`;
}
