/** What people may ask to have run on memcached: its statistics, never an item of somebody's. */

import { text } from '../command.ts';
import { type ChangeForm, formGrammar } from '../commands/forms.ts';
import { cacheMemlimit, slabsAutomove } from './actions/settings.ts';
import type { MemcachedClient } from './client.ts';

const timeoutMs = 4_000;

const changes: readonly ChangeForm<MemcachedClient>[] = [
  { form: 'cache_memlimit <megabytes>', action: cacheMemlimit, given: ({ megabytes }) => ({ megabytes: Number(megabytes) }) },
  { form: 'slabs automove <mode>', action: slabsAutomove, given: ({ mode }) => ({ mode: Number(mode) }) },
];

const deletes = text('会让缓存失效，且无法撤销', 'it throws cached items away, and nothing brings them back');
const ownsData = text(
  '键的内容是业务数据；可以用 me <key> 查看它的大小与过期时间',
  'the value of a key is somebody’s data; `me <key>` shows its size and expiry',
);
const writesData = text('会改写业务数据', 'it changes somebody’s data');
const listsKeys = text('会遍历所有键，拖慢服务器', 'it walks over all keys, which slows the server');

export const memcachedCommands = formGrammar<MemcachedClient>({
  reads: ['version', 'stats', 'stats settings', 'stats items', 'stats slabs', 'stats conns', 'me <key>'],
  changes,
  isCaseSensitive: true,
  slots: { megabytes: /^[1-9]\d{0,6}$/, mode: /^[01]$/, key: /^(?!.*["'])[\x21-\x7e]{1,250}$/ },
  refused: {
    flush_all: deletes, delete: deletes, md: deletes, 'stats reset': text('会清掉诊断所用的计数', 'it wipes the counters that a diagnosis needs'),
    get: ownsData, gets: ownsData, gat: ownsData, gats: ownsData, mg: ownsData,
    set: writesData, add: writesData, replace: writesData, append: writesData, prepend: writesData, cas: writesData, incr: writesData, decr: writesData, touch: writesData, ms: writesData, ma: writesData,
    'stats cachedump': listsKeys, 'stats sizes': listsKeys, 'stats detail': listsKeys, lru_crawler: listsKeys, watch: text('会持续占用一条连接', 'it keeps a connection busy'),
    shutdown: text('会停掉服务器', 'it stops the server'), verbosity: text('会改变服务器的日志级别', 'it changes what the server logs'),
  }, // biome-ignore format: a table of words
  async run(client, words, { signal }) {
    const limit = { timeoutMs, signal };
    if (words[0] !== 'stats') return await client.command(words.join(' '), limit);
    const stats = await client.stats(words.slice(1).join(' '), limit);
    return [...stats].map(([name, value]) => `${name} ${value}`).join('\n');
  },
});
