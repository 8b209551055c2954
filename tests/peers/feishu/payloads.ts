/** What Feishu sends when people do something. */

import { z } from 'zod';
import { readCard } from './check-card.ts';
import type { PeerMessage, World } from './world.ts';

export type Payload = Readonly<Record<string, unknown>>;

export function eventBody(world: World, type: string, event: Payload, token: string): Payload {
  const header = {
    event_id: world.nextId('ev'),
    event_type: type,
    create_time: String(Date.now()),
    token,
    app_id: world.appId,
    tenant_key: world.tenantKey,
  };
  return { schema: '2.0', header, event };
}

export interface Said {
  readonly mentions?: readonly { readonly key: string; readonly openId: string; readonly name: string }[];
  readonly tenantKey?: string;
}

export function messageEvent(world: World, message: PeerMessage, said: Said, token: string): Payload {
  const chat = world.chats.get(message.chatId);
  const event = {
    sender: {
      sender_id: { open_id: message.senderId, union_id: `on_${message.senderId.slice(3)}`, user_id: null },
      sender_type: message.senderId.startsWith('cli_') || message.isOurs ? 'app' : 'user',
      tenant_key: said.tenantKey ?? world.tenantKey,
    },
    message: {
      message_id: message.id,
      ...(message.rootId === undefined ? {} : { root_id: message.rootId, parent_id: message.parentId }),
      ...(message.threadId === undefined ? {} : { thread_id: message.threadId }),
      create_time: String(message.createdMs),
      update_time: String(message.createdMs),
      chat_id: message.chatId,
      chat_type: chat?.kind ?? 'group',
      message_type: message.type,
      content: message.content,
      mentions: (said.mentions ?? []).map(({ key, openId, name }) => ({
        key,
        id: { open_id: openId, union_id: '', user_id: '' },
        name,
        tenant_key: world.tenantKey,
      })),
    },
  };
  return eventBody(world, 'im.message.receive_v1', event, token);
}

/** Everything on a card that a person can press, with what pressing it sends. */
export interface Clickable {
  readonly label: string;
  readonly action: Payload;
  /** The fields of the form that the button sends. */
  readonly fields: readonly string[];
}

const behaviors = z.array(z.looseObject({ type: z.string(), value: z.unknown() })).default([]);
const pressable = z.discriminatedUnion('tag', [
  z.looseObject({ tag: z.literal('button'), text: z.object({ content: z.string() }), behaviors, name: z.string().optional() }),
  z.looseObject({
    tag: z.literal('overflow'),
    options: z.array(z.object({ text: z.object({ content: z.string() }), value: z.string().optional() })),
  }),
]);

export function clickables(message: PeerMessage): Clickable[] {
  if (message.type !== 'interactive') return [];
  return readCard(message.content).body.elements.flatMap((element) =>
    clickablesIn(element, element.tag === 'form' ? inputsIn(element) : []),
  );
}

function clickablesIn(value: unknown, fields: readonly string[]): Clickable[] {
  if (Array.isArray(value)) return value.flatMap((inner) => clickablesIn(inner, fields));
  if (typeof value !== 'object' || value === null) return [];
  const parsed = pressable.safeParse(value);
  if (!parsed.success) return Object.values(value).flatMap((inner) => clickablesIn(inner, fields));
  const element = parsed.data;
  if (element.tag === 'overflow') {
    return element.options.map((option) => ({ label: option.text.content, action: { tag: 'overflow', option: option.value }, fields: [] }));
  }
  const callback = element.behaviors.find((behavior) => behavior.type === 'callback');
  const name = element.name === undefined ? {} : { name: element.name };
  return [{ label: element.text.content, action: { tag: 'button', value: callback?.value, ...name }, fields }];
}

function inputsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(inputsIn);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'tag' in value && value.tag === 'input' && 'name' in value ? [String(value.name)] : [];
  return [...own, ...Object.values(value).flatMap(inputsIn)];
}

export function clickEvent(world: World, message: PeerMessage, action: Payload, openId: string, token: string): Payload {
  const event = {
    operator: { open_id: openId, union_id: `on_${openId.slice(3)}`, user_id: '', tenant_key: world.tenantKey },
    token: `c-${world.nextId('card')}`,
    action,
    host: 'im_message',
    context: { open_message_id: message.id, open_chat_id: message.chatId },
  };
  return eventBody(world, 'card.action.trigger', event, token);
}
