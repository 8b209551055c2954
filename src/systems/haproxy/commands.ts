/** What people may ask to have run on HAProxy, as its runtime API writes it. */

import { text } from '../command.ts';
import { type ChangeForm, formGrammar, type Slots } from '../commands/forms.ts';
import { setMaxconnFrontend, setMaxconnServer } from './actions/maxconn.ts';
import { setHealthChecks, setServerState, setServerWeight } from './actions/server.ts';
import type { HaproxyClient } from './client.ts';

const timeoutMs = 5_000;

/** `backend/server`, as the pattern of the slot has made sure. */
function placeOf({ server: place = '' }: Slots): { readonly backend: string; readonly server: string } {
  const [backend = '', server = ''] = place.split('/');
  return { backend, server };
}

const changes: readonly ChangeForm<HaproxyClient>[] = [
  {
    form: 'set server <server> state <state>',
    action: setServerState,
    given: ({ state = '', ...slots }) => ({ ...placeOf(slots), state }),
  },
  {
    form: 'set server <server> weight <weight>',
    action: setServerWeight,
    given: ({ weight, ...slots }) => ({ ...placeOf(slots), weight: Number(weight) }),
  },
  {
    form: 'set weight <server> <weight>',
    action: setServerWeight,
    given: ({ weight, ...slots }) => ({ ...placeOf(slots), weight: Number(weight) }),
  },
  {
    form: 'set maxconn server <server> <maxconn>',
    action: setMaxconnServer,
    given: ({ maxconn, ...slots }) => ({ ...placeOf(slots), maxconn: Number(maxconn) }),
  },
  {
    form: 'set maxconn frontend <frontend> <maxconn>',
    action: setMaxconnFrontend,
    given: ({ frontend = '', maxconn }) => ({ frontend, maxconn: Number(maxconn) }),
  },
  { form: 'enable health <server>', action: setHealthChecks, given: (slots) => ({ ...placeOf(slots), checks: 'on' }) },
  { form: 'disable health <server>', action: setHealthChecks, given: (slots) => ({ ...placeOf(slots), checks: 'off' }) },
];

const wipes = text('会清掉诊断所用的计数或会话表', 'it wipes counters or tables that a diagnosis and stickiness need');
const cutsOff = text('会切断正在进行的会话，且无法撤销', 'it cuts off sessions, and nothing brings them back');
const secrets = text('会显示密钥、请求内容或环境变量', 'it shows keys, what was requested, or the environment');
const traffic = text(
  '会改变谁的请求到哪里去，请改配置文件',
  'it changes whose requests go where: that belongs into the configuration file',
);
const walks = text('会遍历全部会话，拖慢进程', 'it walks over all sessions, which slows the process');
const byState = text(
  '与 set server 的语义不同；请用 set server <后端>/<服务器> state ready、drain 或 maint',
  'it leaves other reasons as they are: `set server b/s state ready`, `drain` or `maint` says the whole state',
);

export const haproxyCommands = formGrammar<HaproxyClient>({
  reads: [
    'show info', 'show stat', 'show servers state', 'show servers state <backend>', 'show servers conn', 'show servers conn <backend>',
    'show backend', 'show table', 'show pools', 'show activity', 'show resolvers', 'show peers', 'show ssl cert', 'show cli level', 'show version',
  ], // biome-ignore format: a list
  changes,
  isCaseSensitive: true,
  slots: {
    server: /^[A-Za-z0-9_.:-]{1,128}\/[A-Za-z0-9_.:-]{1,128}$/,
    backend: /^[A-Za-z0-9_.:-]{1,128}$/,
    frontend: /^[A-Za-z0-9_.:-]{1,128}$/,
    state: /^[a-z]{4,10}$/,
    weight: /^\d{1,3}$/,
    maxconn: /^\d{1,7}$/,
  },
  refused: {
    clear: wipes, 'shutdown session': cutsOff, 'shutdown sessions': cutsOff, 'shutdown frontend': cutsOff, shutdown: cutsOff,
    'enable server': byState, 'disable server': byState, 'enable frontend': traffic, 'disable frontend': traffic, 'enable agent': traffic, 'disable agent': traffic,
    'show errors': secrets, 'show env': secrets, 'show tls-keys': secrets, 'show trace': secrets, 'show startup-logs': secrets, 'show sess': walks, 'show fd': walks, 'show threads': walks,
    add: traffic, del: traffic, 'set map': traffic, 'set table': traffic, 'set ssl': traffic, 'set rate-limit': traffic, new: traffic, commit: traffic,
    debug: text('供开发者使用，可能让进程停住', 'it is for developers, and can stop the process'), expert: traffic, prompt: text('会话以单条命令执行', 'commands are run one at a time'),
  }, // biome-ignore format: a table of words
  run: async (client, words, { signal }) => (await client.command(words.join(' '), { timeoutMs, signal })).trimEnd(),
});
