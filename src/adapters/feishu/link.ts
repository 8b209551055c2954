/** A link that opens a chat in the client. Feishu has links to single messages only through a position that sends don't return. */

/** Null for an id that isn't a chat's. */
export function chatLink(domain: string, chatId: string): string | null {
  if (!/^oc_\w{4,64}$/.test(chatId)) return null;
  const host = new URL(domain).hostname.endsWith('larksuite.com') ? 'applink.larksuite.com' : 'applink.feishu.cn';
  return `https://${host}/client/chat/open?openChatId=${chatId}`;
}
