/** What memcached and its clients refuse an application, by the errors that it gets. */

import { quotedErrors } from '../../quoted-error.ts';

export const refusedSignatures = quotedErrors('memcached', 'server', [
  {
    id: 'key-invalid',
    title: {
      'zh-CN': '键无效：过长（超过 250 字节）或含空格、控制字符',
      en: 'Invalid keys: longer than 250 bytes, or with spaces or control characters',
    },
    explanation: {
      'zh-CN': '键由用户输入、URL 或 SQL 拼成而没有散列或转义，这些读写全部失败。',
      en: 'Keys are made of user input, URLs or SQL without hashing or escaping, and each such read or write fails.',
    },
    quoted:
      'CLIENT_ERROR (bad command line format|line too long|invalid key)|MemcacheIllegalInputError|Key is too long \\(maxlen|A BAD KEY WAS PROVIDED|Key contains invalid characters',
    advice: {
      'zh-CN': '对长键取散列（保留前缀），去掉空格与控制字符；看最近哪次发布改了键的拼法。',
      en: 'Hash long keys (keep a prefix) and strip spaces and control characters; see which release changed how keys are made.',
    },
    source: 'memcached: doc/protocol.txt, Keys',
  },
  {
    id: 'counter-not-numeric',
    title: { 'zh-CN': '对非数字的值做 incr/decr，被拒绝', en: 'incr or decr on a value that is not a number' },
    explanation: {
      'zh-CN': '同一个键存了序列化对象或带空格的文本：键名冲突，或换了序列化方式。',
      en: 'The key holds a serialized object or padded text: two uses share a name, or the serializer was changed.',
    },
    quoted: 'cannot increment or decrement non-numeric value',
    advice: {
      'zh-CN': '核对键名与序列化；计数器用原始文本写入，必要时删掉旧值。',
      en: 'Compare key names and serializer; write counters as plain text, and delete the old value.',
    },
    source: 'memcached: doc/protocol.txt, Increment/Decrement',
  },
  {
    id: 'client-refuses-large-values',
    title: { 'zh-CN': '客户端自己拒绝过大的值', en: 'The client itself refuses values that are too large' },
    explanation: {
      'zh-CN': '客户端库按自己的上限（多为 1 MB）拒绝写入，服务器没有收到：这些键永远不在缓存里，每次都回源。',
      en: 'Its library refuses the write by a limit of its own (mostly 1 MB), and the server sees nothing: these keys are never cached, and each read goes to the backend.',
    },
    quoted: 'Cannot cache data larger than',
    advice: {
      'zh-CN': '压缩或拆分；确需时客户端上限与服务器的 -I 一起调。',
      en: 'Compress or split them; raise the limit of the client together with -I of the server if it must be.',
    },
    source: 'spymemcached: CachedData.MAX_SIZE',
  },
  {
    id: 'client-marks-server-dead',
    role: 'symptom',
    title: { 'zh-CN': '客户端把该服务器标为失效（dead），绕开它', en: 'Clients have marked the server dead and pass it by' },
    explanation: {
      'zh-CN': '客户端连续失败或超时后在重试时段内不再用它：即使它已恢复，这段时间仍按未命中处理。',
      en: 'After failures or timeouts in a row clients do not use it until their retry time is over: also when it is back, its keys count as missed until then.',
    },
    quoted: 'SERVER IS MARKED DEAD|SERVER HAS FAILED AND IS DISABLED UNTIL TIMED RETRY',
    advice: {
      'zh-CN': '先看服务器与网络为何失败（连接数、超时、停顿），再看客户端的失败次数与重试时间。',
      en: 'See why it failed (connections, timeouts, pauses), then failure limit and retry timeout of the client.',
    },
    source: 'libmemcached: MEMCACHED_SERVER_MARKED_DEAD, MEMCACHED_SERVER_TEMPORARILY_DISABLED',
  },
]);
