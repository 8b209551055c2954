/** What people may ask to have run on ZooKeeper: the four-letter words that only tell. */

import { text } from '../command.ts';
import { formGrammar } from '../commands/forms.ts';
import { readingWords, type Word, type ZookeeperClient } from './client.ts';

const timeoutMs = 4_000;
const wipes = text('会清掉诊断所用的计数', 'it wipes the counters that a diagnosis needs');
const walks = text('会遍历所有监视，拖慢服务器', 'it walks over all watches, which slows the server');
const ownsData = text('节点的内容是业务数据', 'what a node holds is somebody’s data');
const writesData = text('会改写业务数据', 'it changes somebody’s data');

export const zookeeperCommands = formGrammar<ZookeeperClient>({
  reads: readingWords,
  changes: [],
  isCaseSensitive: true,
  slots: {},
  refused: {
    crst: wipes, srst: wipes, wchc: walks, wchp: walks, dump: walks, kill: text('会停掉服务器', 'it stops the server'),
    stmk: text('会改变服务器的跟踪设置', 'it changes what the server traces'), get: ownsData, ls: ownsData, stat: ownsData,
    set: writesData, create: writesData, delete: writesData, deleteall: writesData, rmr: writesData, reconfig: text('会改变集群成员', 'it changes who belongs to the ensemble'),
  }, // biome-ignore format: a table of words
  run: async (client, [word], { signal }) => (await client.say(wordOf(word), { timeoutMs, signal })).trimEnd(),
});

function wordOf(given: string | undefined): Word {
  return readingWords.find((word) => word === given) ?? 'ruok';
}
