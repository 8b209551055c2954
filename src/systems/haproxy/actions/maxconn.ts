/** Changes of limits of sessions. */

import { z } from 'zod';
import { parseInfo } from '../parse.ts';
import { settingAction } from './haproxy-action.ts';
import { nameSchema } from './server.ts';

export const setMaxconnServer = settingAction({
  name: 'set-maxconn-server',
  risk: 'medium',
  /** 0 is without a limit. */
  arguments: z.strictObject({ backend: nameSchema, server: nameSchema, maxconn: z.number().int().min(0).max(1_000_000) }),
  what: ({ backend, server }) => ({ 'zh-CN': `服务器 ${backend}/${server} 的 maxconn`, en: `maxconn of server ${backend}/${server}` }),
  effect: () => ({
    'zh-CN': '同时交给它的请求数改变，排队随之改变',
    en: 'how many requests it gets at once changes, and with it the queue',
  }),
  wanted: ({ maxconn }) => String(maxconn),
  async read(client, { backend, server }, limit) {
    const row = (await client.stat(limit)).find((each) => each.type === 'server' && each.proxy === backend && each.name === server);
    return row === undefined ? null : String(row.number('slim') ?? 0);
  },
  command: ({ backend, server }, value) => `set maxconn server ${backend}/${server} ${value}`,
});

export const setMaxconnFrontend = settingAction({
  name: 'set-maxconn-frontend',
  risk: 'medium',
  arguments: z.strictObject({ frontend: nameSchema, maxconn: z.number().int().min(1).max(1_000_000) }),
  what: ({ frontend }) => ({ 'zh-CN': `前端 ${frontend} 的 maxconn`, en: `maxconn of frontend ${frontend}` }),
  effect: () => ({ 'zh-CN': '允许的会话数改变，已有会话不受影响', en: 'how many sessions it may have changes; present ones stay' }),
  wanted: ({ maxconn }) => String(maxconn),
  async read(client, { frontend }, limit) {
    const row = (await client.stat(limit)).find((each) => each.type === 'frontend' && each.proxy === frontend);
    return row === undefined ? null : String(row.number('slim') ?? 0);
  },
  command: ({ frontend }, value) => `set maxconn frontend ${frontend} ${value}`,
  async danger(client, { maxconn }, limit) {
    const hard = Number(parseInfo(await client.command('show info', limit)).get('Hard_maxconn'));
    if (!(maxconn > hard)) return null;
    return { 'zh-CN': `超过进程的硬上限 ${hard}，不会生效`, en: `more than the process may have (${hard}): it would have no effect` };
  },
});
