/** Commands that are refused for what they ask, by the errors that applications get. */

import type { Signature } from '../../../domain/signature.ts';
import { type QuotedError, quotedError } from '../../quoted-error.ts';

interface Refusal extends QuotedError {
  /** The code under which the server counts it. */
  readonly of: 'ERR' | 'NOGROUP';
  readonly hints: string;
}

export const refusedSignatures: readonly Signature[] = [
  refusal({
    id: 'group-missing',
    of: 'NOGROUP',
    title: {
      'zh-CN': '消费组（consumer group）不存在（NOGROUP），消费失败',
      en: 'The consumer group does not exist (NOGROUP): consuming fails',
    },
    explanation: {
      'zh-CN':
        'stream 或它的消费组不在了：键被删除、过期或淘汰，实例清空后重来，或应用没有先 XGROUP CREATE。启动以来 {errors.NOGROUP} 次。',
      en: 'The stream or its group is gone: the key was deleted, expired or evicted, the instance began empty, or nobody ran XGROUP CREATE. {errors.NOGROUP} times since the start.',
    },
    hints: 'nogroup|stream|consumer group|xread|消费组|消费',
    quoted: '\\bNOGROUP\\b|no such key .{1,120} or consumer group',
    advice: {
      'zh-CN':
        '用 XGROUP CREATE … MKSTREAM 重建（从 0 还是 $ 起决定是否补消费）；让应用启动时自建，并查键为何消失（重启、淘汰、FLUSHALL）。',
      en: 'Make it again with XGROUP CREATE … MKSTREAM (from 0 or from $ decides what is read again); have the application do so at its start, and find out why the key went (restart, eviction, FLUSHALL).',
    },
    source: 'redis.io: XREADGROUP; XGROUP CREATE',
  }),
  refusal({
    id: 'command-unknown',
    of: 'ERR',
    title: {
      'zh-CN': '应用使用的命令在服务器上不存在（unknown command）',
      en: 'Applications use a command that the server does not have (unknown command)',
    },
    explanation: {
      'zh-CN': '命令被 rename-command 改名或禁用、版本太旧、缺少模块，或中间的代理、云服务不支持它。',
      en: 'It was renamed or disabled (rename-command), the version is too old, a module is missing, or a proxy or cloud service between does not support it.',
    },
    hints: 'unknown command|rename-command|module|命令不存在|未知命令',
    quoted: 'ERR unknown (sub)?command|unknown (sub)?command .?[`\'"’]',
    advice: {
      'zh-CN': '对照报错的命令：看配置里的 rename-command、INFO server 的版本与 MODULE LIST；最近换过实例或代理的先看那里。',
      en: 'Take the command from the error and look at rename-command, the version (INFO server) and MODULE LIST; first at the instance or proxy if it was changed lately.',
    },
    source: 'redis.conf: rename-command; redis.io: Commands',
  }),
  refusal({
    id: 'command-malformed',
    of: 'ERR',
    title: {
      'zh-CN': '命令的参数不对，被拒绝（wrong number of arguments、syntax error）',
      en: 'Malformed commands are refused (wrong number of arguments, syntax error)',
    },
    explanation: {
      'zh-CN': '应用传了空的集合或多余的选项（如空列表的 DEL、SADD），或客户端库用了该版本没有的语法。',
      en: 'An application passes an empty collection or an option too many (DEL or SADD of an empty list), or a client library uses what this version does not know.',
    },
    hints: 'wrong number of arguments|syntax error|参数|语法',
    quoted: 'wrong number of arguments for .{1,40}command|ERR syntax error',
    advice: {
      'zh-CN': '对照最近的发布与客户端库升级；空集合时不要发命令，或升级 Redis。',
      en: 'Compare with the last release and upgrade of the client library; send nothing for an empty collection, or upgrade Redis.',
    },
    source: 'redis.io: Commands; RESP, errors',
  }),
  refusal({
    id: 'value-not-a-number',
    of: 'ERR',
    title: { 'zh-CN': '对非数字的值做自增等运算，被拒绝', en: 'Arithmetic on a value that is no number is refused' },
    explanation: {
      'zh-CN': 'INCR、HINCRBY 等遇到的不是整数或超出 64 位：键里写过别的内容（JSON、序列化对象），两处代码共用键名，或计数溢出。',
      en: 'INCR, HINCRBY and the like met what is no integer or exceeds 64 bits: something else was written there (JSON, a serialised object), two pieces of code share the key, or a counter overflows.',
    },
    hints: 'not an integer|not a valid float|overflow|incr|整数|自增|计数',
    quoted:
      'value is not an integer or out of range|value is not a valid float|increment or decrement would overflow|hash value is not (an integer|a float)',
    advice: {
      'zh-CN': '看键现在的值是谁写的（最近的发布、序列化方式），把它改回数字或换键名；参数也要确实是整数。',
      en: 'See who wrote the present value (the last release, another serialiser), set it back to a number or use another key; the argument must be an integer too.',
    },
    source: 'redis.io: INCR; HINCRBY',
  }),
  refusal({
    id: 'database-not-there',
    of: 'ERR',
    title: {
      'zh-CN': '应用选择的库（SELECT n）不存在或不允许',
      en: 'The database that applications SELECT does not exist or is not allowed',
    },
    explanation: {
      'zh-CN': '库号超出 databases 的个数，或连到了集群（集群只有 0 号库）：多为换实例、迁到集群后连接串没改。',
      en: 'Its number exceeds databases, or this is a cluster, which only has database 0: mostly the connection string was kept while moving to another instance or to a cluster.',
    },
    hints: 'db index|select|cluster mode|库号|集群',
    quoted: 'invalid DB index|DB index is out of range|SELECT is not allowed in cluster mode',
    advice: {
      'zh-CN': '把连接串改为 0 号库并用键前缀区分，或调大 databases（需重启）。',
      en: 'Use database 0 with prefixes for keys, or raise databases (which takes a restart).',
    },
    source: 'redis.io: SELECT; redis.conf: databases',
  }),
  refusal({
    id: 'password-not-set',
    of: 'ERR',
    title: { 'zh-CN': '应用带密码登录，而服务器没有设密码', en: 'Applications send a password, and the server has none set' },
    explanation: {
      'zh-CN':
        '服务器没有 requirepass：多为重启时没带上配置文件（CONFIG SET 的密码没有写回），或连到了另一个实例。数据也可能因此没有保护。',
      en: 'requirepass is not set: mostly it was restarted without its configuration (a password by CONFIG SET was never written), or this is another instance. Its data may be open to anyone.',
    },
    hints: 'auth|password|requirepass|密码|认证',
    quoted: 'no password is set|without any password configured for the default user',
    advice: {
      'zh-CN': '核对地址与启动用的配置文件；补上 requirepass（并 CONFIG REWRITE），查期间是否有陌生连接。',
      en: 'Check the address and the configuration that it was started with; set requirepass again (and CONFIG REWRITE), and look for strangers meanwhile.',
    },
    source: 'redis.io: AUTH; CONFIG REWRITE',
  }),
  refusal({
    id: 'script-fails',
    of: 'ERR',
    title: { 'zh-CN': 'Lua 脚本执行出错', en: 'A Lua script fails with an error' },
    explanation: {
      'zh-CN': '脚本运行中报错：键的类型或值与预期不同、调用的命令被拒，或脚本刚被改过。出错前已写入的不会回滚。',
      en: 'It ends with an error: a key has another type or value than expected, a command that it calls is refused, or it was changed lately. What it wrote before stays.',
    },
    hints: 'script|lua|eval|脚本',
    quoted: 'error (running|compiling) script|user_script: ?\\d+:|@user_script',
    advice: {
      'zh-CN': '报错里有行号与原因；对照最近的发布，并检查只执行了一半的写入。',
      en: 'The error names line and reason; compare with the last release, and see to what was written half.',
    },
    source: 'redis.io: Scripting with Lua, error handling',
  }),
];

/** `ERR` counts many errors: what was quoted is only refuted where none was ever answered. */
function refusal({ of, ...error }: Refusal): Signature {
  return quotedError('redis', {
    ...error,
    explains: ['redis.commands-fail'],
    probes: ['errors'],
    confirm: [`errors.${of}`, '<', 0],
    refute: [`errors.${of}`, '==', 0],
  });
}
