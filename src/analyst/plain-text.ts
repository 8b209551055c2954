/** Turns text of a model into plain text: no link, no image, no mention, nothing unseen. It informs and can't act. */

import { maskSecrets } from '../domain/mask-secrets.ts';
import { withoutInvisible } from './fence.ts';

/** Pure; the result is at most `lengthMax` characters. */
export function plainText(text: string, lengthMax: number): string {
  const bare = maskSecrets(withoutInvisible(text.slice(0, lengthMax * 4)))
    .replace(/!?\[([^\]\n]{0,300})\]\([^)\n]{0,2000}\)/g, '$1')
    .replace(/!?\[([^\]\n]{0,300})\]\[[^\]\n]{0,200}\]/g, '$1')
    .replace(/^\s{0,3}\[[^\]\n]{1,200}\]:\s*\S{1,2000}.*$/gm, '')
    .replace(/\](?=[([])/g, '] ')
    .replace(/<(?:https?|ftp|mailto|tel|slack|dingtalk|lark):[^|>\s]{0,2000}\|([^>\n]{0,300})>/gi, '$1')
    .replace(/<[!@#][^>\n]{0,200}>/g, '')
    .replace(/<\/?[a-zA-Z][^<>\n]{0,400}>/g, '')
    .replace(/\b(?:javascript|data|vbscript|file|slack|dingtalk|lark|weixin|mailto|tel):(?=[^\s])[^\s<>"'）]{1,2000}/gi, '')
    .replace(/[a-z0-9+.-]{0,300}:\/\/([^\s/?#<>"'`，。；、）)]{0,255})[^\s<>"'`，。；、）)]{0,2000}/gi, (_whole, host: string) =>
      defang(host),
    )
    .replace(/\bwww\.[^\s/?#<>"'`，。）)]{1,255}[^\s<>"'`，。）)]{0,2000}/gi, (whole) => defang(whole.replace(/[/?#].*$/, '')))
    .replace(
      /\b((?:[a-z0-9-]{1,63}\.){1,6}(?:com|net|org|io|cn|dev|app|xyz|top|me|co|info|site|online|cc|ru|link|click|test|example|invalid))(?::\d{1,5})?[/?][^\s<>"'`，。）)]{0,2000}/gi,
      (_whole, host: string) => defang(host),
    )
    .replace(/(?<![\w.])@(?=[\w\u4e00-\u9fff])/g, '＠')
    .replace(/[ \t]{2,}/g, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return bare.length <= lengthMax ? bare : `${bare.slice(0, lengthMax - 1)}…`;
}

/** Without the user part, and with dots that no client turns into a link. */
function defang(host: string): string {
  return host.replace(/^.*@/, '').replace(/\./g, '[.]');
}
