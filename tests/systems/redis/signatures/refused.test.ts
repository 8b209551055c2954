import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusedSignatures } from '../../../../src/systems/redis/signatures/refused.ts';
import { redisSignatures } from '../../../../src/systems/redis/signatures.ts';
import { judgeFacts } from '../../nats/judge-facts.ts';
import { withRedis } from '../with-redis.ts';

const quotes = [
  ["ReplyError: OOM command not allowed when used memory > 'maxmemory'.", 'memory-full'],
  ["redis.exceptions.OutOfMemoryError: command not allowed when used memory > 'maxmemory'.", 'memory-full'],
  [
    'JedisDataException: MISCONF Redis is configured to save RDB snapshots, but it is currently not able to persist',
    'bgsave-refuses-writes',
  ],
  ['MISCONF Errors writing to the AOF file: No space left on device', 'aof-write-failing'],
  ['(error) NOAUTH Authentication required.', 'unauthenticated-clients'],
  ['redis.exceptions.AuthenticationError: Authentication required.', 'unauthenticated-clients'],
  ['WRONGPASS invalid username-password pair or user is disabled.', 'failed-logins'],
  ['redis.exceptions.AuthenticationError: invalid username-password pair or user is disabled.', 'failed-logins'],
  ["NOPERM User app has no permissions to run the 'set' command", 'acl-denied'],
  ["READONLY You can't write against a read only replica.", 'writes-to-replica'],
  ["redis.exceptions.ReadOnlyError: You can't write against a read only slave.", 'writes-to-replica'],
  ['BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.', 'busy-script'],
  ['BusyLoadingError: Redis is loading the dataset in memory', 'loading'],
  ['RedisCommandExecutionException: CLUSTERDOWN The cluster is down', 'cluster-down'],
  ['CLUSTERDOWN Hash slot not served', 'slots-missing'],
  ['TRYAGAIN Multiple keys request during rehashing of slot', 'slot-migration-stuck'],
  ['NOREPLICAS Not enough good replicas to write.', 'too-few-replicas'],
  ['WRONGTYPE Operation against a key holding the wrong kind of value', 'wrong-type'],
  ["MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", 'replica-link-down'],
  ['ERR max number of clients reached', 'maxclients-reached'],
  ['-DENIED Redis is running in protected mode because protected mode is enabled', 'protected-mode'],
  ["NOGROUP No such key 'events' or consumer group 'billing' in XREADGROUP with GROUP option", 'group-missing'],
  ["ERR unknown command 'FLUSHALL', with args beginning with: ", 'command-unknown'],
  ["ResponseError: wrong number of arguments for 'sadd' command", 'command-malformed'],
  ['ERR value is not an integer or out of range', 'value-not-a-number'],
  ['ERR DB index is out of range', 'database-not-there'],
  [
    'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
    'password-not-set',
  ],
  ['ERR Client sent AUTH, but no password is set', 'password-not-set'],
  ['ERR Error running script (call to f_6b1bf4): @user_script:3: attempt to compare nil with number', 'script-fails'],
] as const;

for (const [said, id] of quotes) {
  test(`the faults of Redis that are likely by their error alone: ${id}: ${said}`, () => {
    assert.deepEqual(judgeFacts(redisSignatures, 'redis', { 'server.version': '7.2' }, said), { confirmed: [], likely: [id] });
  });
}

const others = [
  'is redis readonly, busy or loading?',
  'RedisClusterDown fires',
  'BUSYGROUP Consumer Group name already exists',
  'java.lang.OutOfMemoryError: Java heap space',
  'the script of the nightly job fails, the number of clients grows',
] as const;

for (const said of others) {
  test(`no fault of Redis is likely by these words alone: ${said}`, () => {
    assert.deepEqual(judgeFacts(redisSignatures, 'redis', { 'server.version': '7.2' }, said), { confirmed: [], likely: [] });
  });
}

test('refusedSignatures are refuted where no such error was ever answered, and not where errors are not counted', () => {
  const likelyWith = (facts: Readonly<Record<string, number>>) =>
    judgeFacts(refusedSignatures, 'redis', { 'server.version': 'x', ...facts }, 'NOGROUP No such key').likely;

  assert.deepEqual(
    [likelyWith({ 'errors.NOGROUP': 0 }), likelyWith({ 'errors.NOGROUP': 2 }), likelyWith({})],
    [[], ['group-missing'], ['group-missing']],
  );
});

test('refusedSignatures hold for what a real Redis answers', async () => {
  await withRedis({}, async ({ server, look }) => {
    const application = await server.connect();
    const said: string[] = [];
    const commands: [string, ...string[]][] = [
      ['XREADGROUP', 'GROUP', 'billing', 'one', 'STREAMS', 'events', '>'],
      ['NOSUCHCOMMAND', 'x'],
      ['SADD', 'a'],
      ['SELECT', '99'],
      ['EVAL', 'return 1 < nil', '0'],
    ];
    for (const command of commands) said.push(await application.call(...command).then(String, String));
    await application.set('word', 'x');
    said.push(await application.incr('word').then(String, String));

    const { facts } = await look();
    const found = said.map((each) => judgeFacts(redisSignatures, 'redis', facts, each).likely);

    assert.deepEqual(found, [
      ['group-missing'],
      ['command-unknown'],
      ['command-malformed'],
      ['database-not-there'],
      ['script-fails'],
      ['value-not-a-number'],
    ]);
  });
});
