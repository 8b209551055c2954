/** What people may ask to have run on etcd, as `etcdctl` writes it. Values of keys are somebody's data and stay where they are. */

import { z } from 'zod';
import { text } from '../command.ts';
import { type ChangeForm, formGrammar, type ReadForm } from '../commands/forms.ts';
import type { LookContext } from '../contract.ts';
import type { SessionLimit } from '../session/failure.ts';
import { disarmAlarm } from './actions/alarm.ts';
import { moveLeader } from './actions/leader.ts';
import { compact, defragment } from './actions/space.ts';
import { alarmsOf, hexOf, rangeAnswer, statusAnswer } from './answers.ts';
import { type AskedMember, askMembers, listMembers } from './ask-members.ts';
import type { EtcdClient } from './client.ts';

const timeoutMs = 8_000;

const reads: readonly ReadForm<EtcdClient>[] = [
  {
    form: 'version',
    run: async (client, _slots, context) => (await client.page('/version', limitOf(context))).body.trim(),
  },
  {
    form: 'member list',
    run: async (client, _slots, context) =>
      (await listMembers(client, limitOf(context)))
        .map(({ ID, name, clientURLs, isLearner }) => `${hexOf(ID)} ${name} ${clientURLs.join(',')}${isLearner ? ' learner' : ''}`)
        .join('\n'),
  },
  {
    form: 'endpoint status',
    run: async (client, _slots, context) => (await askMembers(client, limitOf(context))).map(memberLine).join('\n'),
  },
  {
    form: 'endpoint health',
    run: async (client, _slots, context) => (await client.page('/health', limitOf(context))).body.trim(),
  },
  {
    form: 'alarm list',
    run: async (client, _slots, context) =>
      alarmsOf(await client.call('/v3/maintenance/status', {}, statusAnswer, limitOf(context)))
        .map(({ memberId, name }) => `memberID:${hexOf(memberId)} alarm:${name}`)
        .join('\n') || '(no alarms)',
  },
  {
    form: 'get <key> --prefix --count-only',
    async run(client, { key = '' }, context) {
      const asked = { ...prefixOf(key), count_only: true };
      return String((await client.call('/v3/kv/range', asked, rangeAnswer, limitOf(context))).count);
    },
  },
  {
    form: 'get <key> --prefix --keys-only --limit <count>',
    async run(client, { key = '', count = '1' }, context) {
      const asked = { ...prefixOf(key), keys_only: true, limit: count };
      const { kvs } = await client.call('/v3/kv/range', asked, rangeAnswer, limitOf(context));
      return kvs.map((each) => Buffer.from(each.key, 'base64').toString('utf8')).join('\n') || '(no keys)';
    },
  },
  {
    form: 'user list',
    run: async (client, _slots, context) =>
      (await client.call('/v3/auth/user/list', {}, usersAnswer, limitOf(context))).users.join('\n') || '(no users)',
  },
  {
    form: 'role list',
    run: async (client, _slots, context) =>
      (await client.call('/v3/auth/role/list', {}, rolesAnswer, limitOf(context))).roles.join('\n') || '(no roles)',
  },
];

function limitOf({ signal }: LookContext): SessionLimit {
  return { timeoutMs, signal };
}

const usersAnswer = z.looseObject({ users: z.array(z.string()).default([]) });
const rolesAnswer = z.looseObject({ roles: z.array(z.string()).default([]) });

const changes: readonly ChangeForm<EtcdClient>[] = [
  { form: 'compact <revision>', action: compact, given: ({ revision }) => ({ revision: Number(revision) }) },
  { form: 'defrag', action: defragment, bind: (_slots, client, context) => ownMember(client, context) },
  { form: 'defrag --cluster', action: defragment, given: () => ({ member: 'each' }) },
  { form: 'alarm disarm', action: disarmAlarm, given: () => ({ alarm: 'NOSPACE' }) },
  { form: 'move-leader <member>', action: moveLeader, given: ({ member = '' }) => ({ member }) },
];

/** Of the member that the entry names, as `etcdctl` means it. */
async function ownMember(client: EtcdClient, context: LookContext) {
  const { header } = await client.call('/v3/maintenance/status', {}, statusAnswer, limitOf(context));
  return { member: hexOf(header?.member_id ?? '0') };
}

/** Everything that begins with it: up to the next one that doesn't. */
function prefixOf(key: string): { readonly key: string; readonly range_end: string } {
  const first = Buffer.from(key, 'utf8');
  const end = Buffer.from(first);
  // UTF-8 has no byte 255, so the last one can always be raised.
  end[end.length - 1] = (end.at(-1) ?? 0) + 1;
  return { key: first.toString('base64'), range_end: end.toString('base64') };
}

function memberLine({ id, name, status, reason }: AskedMember): string {
  if (status === null) return `${id} ${name}: no answer: ${reason}`;
  const role = hexOf(status.leader) === id ? 'leader' : status.isLearner ? 'learner' : 'follower';
  const errors = status.errors.length === 0 ? '' : `, errors: ${status.errors.join('; ')}`;
  return `${id} ${name}: version ${status.version}, ${role}, database ${String(status.dbSize)} bytes (${String(status.dbSizeInUse)} in use), term ${String(status.raftTerm)}, applied ${String(status.raftAppliedIndex)} of ${String(status.raftIndex)}${errors}`;
}

const writesData = text('会改写或删除业务数据', 'it changes or deletes somebody’s data');
const rights = text('会改变谁能做什么', 'it changes who may do what');
const shape = text('会改变集群成员', 'it changes who belongs to the cluster');

export const etcdCommands = formGrammar<EtcdClient>({
  reads,
  changes,
  program: 'etcdctl',
  isCaseSensitive: true,
  slots: {
    key: /^[^\p{Cc}]{1,512}$/u,
    count: /^[1-9]\d{0,2}$/,
    revision: /^[1-9]\d{0,15}$/,
    member: /^[0-9a-f]{1,16}$/,
  },
  refused: {
    put: writesData, del: writesData, txn: writesData, get: text('键的内容是业务数据；可以列出键名，或数一数', 'the value of a key is somebody’s data; keys can be listed and counted'),
    watch: text('会一直等下去', 'it never ends'), lease: writesData, lock: writesData, elect: writesData, 'make-mirror': text('会把数据带到别处', 'it carries data away'),
    snapshot: text('会把全部数据带出来', 'it carries all data out'), user: rights, role: rights, auth: rights, member: shape, downgrade: shape,
  }, // biome-ignore format: a table of words
});
