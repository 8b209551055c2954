/** Whether the name servers of the machine answer: one that is silent costs every lookup its seconds before the next one is asked. */

import { z } from 'zod';
import { tableText } from '../format.ts';
import { linuxProbe } from '../linux-probe.ts';
import { parseNetwork } from '../parse/network.ts';

/** The C library asks three at most. */
const serversMax = 3;

export const nameServersProbe = linuxProbe({
  name: 'name-servers',
  summary: { 'zh-CN': '域名服务器是否应答', en: 'whether the name servers answer' },
  parameters: z.strictObject({}),
  timeoutMs: 20_000,
  cost: 'moderate',
  hints: 'dns|resolv|lookup|\\bnames?\\b|域名|解析',
  query: 'cat /etc/resolv.conf; one packet to port 53 of each name server',
  facts: ['names.servers', 'names.answering', 'names.silentCount', 'names.silent', 'names.isFirstSilent'],
  async see(client, _given, _context, limit) {
    const { nameServers } = parseNetwork((await client.exec.run('network', [], limit)).stdout);
    const asked = nameServers.slice(0, serversMax).filter((each) => /^[0-9a-f.:]+$/i.test(each));
    const states = asked.length === 0 ? [] : parseAnswers((await client.exec.run('ask-name-servers', asked, limit)).stdout);
    const silent = states.filter(({ state }) => state === 'silent').map(({ server }) => server);
    const answering = states.filter(({ state }) => state === 'answers').length;
    return {
      headline: {
        'zh-CN': `域名服务器 ${asked.length} 个，应答 ${answering} 个${silent.length > 0 ? `，没有应答：${silent.join(' ')}` : ''}`,
        en: `${answering} of ${asked.length} name servers answer${silent.length > 0 ? `; silent: ${silent.join(' ')}` : ''}`,
      },
      facts: {
        'names.servers': asked.length,
        'names.answering': answering,
        'names.silentCount': silent.length,
        'names.silent': silent.join(' '),
        'names.isFirstSilent': states[0]?.state === 'silent',
      },
      text: tableText(
        ['SERVER', 'STATE'],
        states.map(({ server, state }) => [server, state]),
      ),
    };
  },
});

export function parseAnswers(text: string): readonly { readonly server: string; readonly state: string }[] {
  return [...text.matchAll(/^(answers|silent|unknown) (\S+)$/gm)].map(([, state = '', server = '']) => ({ server, state }));
}
