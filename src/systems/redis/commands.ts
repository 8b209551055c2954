/** What people may ask to have run on Redis. Values of keys are somebody's data and stay where they are; what blocks or deletes is not here. */

import { text } from '../command.ts';
import { type ChangeForm, formGrammar } from '../commands/forms.ts';
import type { LookContext } from '../contract.ts';
import { killClient, unpause } from './actions/clients.ts';
import { scriptKill } from './actions/commands.ts';
import { configSet, configSetDurability } from './actions/config-set.ts';
import { bgsave, memoryPurge } from './actions/server.ts';
import type { RedisClient } from './client.ts';
import { parseClients } from './probes/client-lines.ts';
import { printReply, textOf } from './reply.ts';

const timeoutMs = 4_000;

const reads = [
  'PING', 'INFO', 'INFO <section>', 'DBSIZE', 'ROLE', 'TIME', 'LASTSAVE', 'COMMAND COUNT', 'MODULE LIST',
  'CONFIG GET <parameter>', 'CLIENT LIST', 'CLIENT INFO', 'CLIENT GETNAME', 'CLIENT ID', 'ACL WHOAMI', 'ACL USERS', 'ACL LOG <count>',
  'SLOWLOG LEN', 'SLOWLOG GET <count>', 'LATENCY LATEST', 'LATENCY DOCTOR', 'LATENCY HISTORY <event>', 'MEMORY STATS', 'MEMORY DOCTOR',
  'MEMORY USAGE <key>', 'MEMORY USAGE <key> SAMPLES <count>', 'CLUSTER INFO', 'CLUSTER NODES', 'CLUSTER MYID', 'CLUSTER SHARDS',
  'CLUSTER SLOTS', 'CLUSTER KEYSLOT <key>', 'CLUSTER COUNTKEYSINSLOT <slot>', 'TYPE <key>', 'TTL <key>', 'PTTL <key>',
  'EXISTS <key>...', 'OBJECT ENCODING <key>', 'OBJECT FREQ <key>', 'OBJECT IDLETIME <key>', 'STRLEN <key>', 'LLEN <key>', 'HLEN <key>',
  'SCARD <key>', 'ZCARD <key>', 'XLEN <key>', 'XINFO STREAM <key>', 'XINFO GROUPS <key>', 'XINFO CONSUMERS <key> <group>',
  'PUBSUB CHANNELS', 'PUBSUB NUMSUB <channel>...', 'PUBSUB NUMPAT', 'SCAN <cursor>', 'SCAN <cursor> MATCH <pattern> COUNT <count>',
] as const; // biome-ignore format: a table of forms

const changes: readonly ChangeForm<RedisClient>[] = [
  {
    form: 'CONFIG SET <durability> <value>',
    action: configSetDurability,
    given: ({ durability = '', value = '' }) => ({ parameter: durability.toLowerCase(), value }),
  },
  {
    form: 'CONFIG SET <parameter> <value>',
    action: configSet,
    given: ({ parameter = '', value = '' }) => ({ parameter: parameter.toLowerCase(), value }),
  },
  { form: 'CLIENT KILL ID <id>', action: killClient, bind: ({ id = '' }, client, context) => clientOf(client, id, context) },
  { form: 'CLIENT UNPAUSE', action: unpause },
  { form: 'SCRIPT KILL', action: scriptKill },
  { form: 'BGSAVE', action: bgsave },
  { form: 'MEMORY PURGE', action: memoryPurge },
];

async function clientOf(client: RedisClient, id: string, { signal }: LookContext) {
  const lines = parseClients(textOf(await client.call(['CLIENT', 'LIST'], { timeoutMs, signal })));
  const found = lines.find((line) => line.id === id);
  return found === undefined
    ? { refused: text(`没有 id 为 ${id} 的连接`, `there is no client with the id ${id}`) }
    : { id, address: found.address };
}

/** Without those that hold secrets, and without patterns, which would answer with them. */
const parameter = /^(?!.*(pass|auth|secret|key-file|keyfile|user))[a-z][a-z-]{1,60}$/i;
const count = /^\d{1,3}$/;
const deletes = text('会删除数据，且无法撤销', 'it deletes data, and nothing brings that back');
const anything = text('可以执行任意操作，无法判断它会做什么', 'it can do anything: what it would do cannot be told');
const freezes = text('会阻塞或拖慢整个实例', 'it blocks or slows the whole server');
const ownsData = text(
  '键的内容是业务数据；可以查看它的类型、大小和过期时间',
  'the value of a key is somebody’s data; its type, size and expiry can be asked for',
);
const writesData = text('会改写业务数据', 'it changes somebody’s data');

export const redisCommands = formGrammar<RedisClient>({
  reads,
  changes,
  slots: {
    section: /^[a-z_]{2,30}$/i,
    parameter,
    durability:
      /^(maxmemory-policy|stop-writes-on-bgsave-error|min-replicas-to-write|min-replicas-max-lag|save|appendfsync|appendonly|replica-read-only)$/i,
    value: /^[^\p{Cc}]{0,200}$/u,
    key: /^[^\p{Cc}]{1,512}$/u,
    pattern: /^[^\p{Cc}]{1,200}$/u,
    channel: /^[^\p{Cc}]{1,200}$/u,
    group: /^[^\p{Cc}]{1,200}$/u,
    count,
    id: /^\d{1,18}$/,
    cursor: /^\d{1,20}$/,
    slot: /^\d{1,5}$/,
  },
  refused: {
    FLUSHALL: deletes, FLUSHDB: deletes, DEL: deletes, UNLINK: deletes, SWAPDB: deletes, XTRIM: deletes, LTRIM: deletes, GETDEL: deletes,
    EVAL: anything, EVALSHA: anything, EVAL_RO: anything, FCALL: anything, FUNCTION: anything, SCRIPT: anything, MODULE: anything,
    SHUTDOWN: text('会停掉实例', 'it stops the server'), DEBUG: text('只用于开发，可能使实例崩溃', 'it is for developers and can crash the server'),
    MONITOR: freezes, KEYS: freezes, SAVE: freezes, SORT: freezes,
    'CONFIG REWRITE': text('会改写服务器上的配置文件', 'it rewrites the configuration file on the server'),
    'CONFIG RESETSTAT': text('会清掉诊断所用的计数', 'it wipes the counters that a diagnosis needs'),
    GET: ownsData, MGET: ownsData, HGETALL: ownsData, HGET: ownsData, LRANGE: ownsData, SMEMBERS: ownsData, ZRANGE: ownsData, DUMP: ownsData,
    SET: writesData, MSET: writesData, HSET: writesData, LPUSH: writesData, RPUSH: writesData, SADD: writesData, ZADD: writesData, RENAME: writesData,
    ACL: text('会改变谁能做什么，或显示口令', 'it changes who may do what, or shows passwords'),
    MIGRATE: text('会把数据移到别处', 'it moves data away'),
    REPLICAOF: text('会丢弃本机数据，请用故障方案中的操作', 'it throws this server’s data away; plans have an action for it'),
    FAILOVER: text('会切换主库', 'it makes another server the primary'),
  }, // biome-ignore format: a table of words
  async run(client, words, { signal }) {
    const [name = '', ...rest] = words;
    return printReply(await client.call([name, ...rest], { timeoutMs, signal }));
  },
});
