/** CardKit: cards that are things of their own, sent by their id, and changed by numbered changes. */

import { z } from 'zod';
import { checkCard, readCard } from './check-card.ts';
import type { Answer, Api, ApiRequest } from './open-api.ts';
import type { CardEntity, PeerMessage, World } from './world.ts';

const base = '^/open-apis/cardkit/v1/cards';

export const cardKitApis: readonly Api[] = [
  { name: 'cardkit.card.create', method: 'POST', path: new RegExp(`${base}$`), answer: create },
  { name: 'cardkit.cardElement.content', method: 'PUT', path: new RegExp(`${base}/([^/]+)/elements/answer/content$`), answer: write },
  { name: 'cardkit.card.settings', method: 'PATCH', path: new RegExp(`${base}/([^/]+)/settings$`), answer: set },
  { name: 'cardkit.card.update', method: 'PUT', path: new RegExp(`${base}/([^/]+)$`), answer: update },
];

const refuse = (code: number, msg: string): Answer => ({ code, msg });
const done = (data: Readonly<Record<string, unknown>> = {}): Answer => ({ code: 0, msg: 'success', data });
const cardJson = z.strictObject({ type: z.literal('card_json'), data: z.string() });
const numbered = { uuid: z.string().max(64).optional(), sequence: z.number().int().min(1).max(2_147_483_647) };
const elementId = 'answer';

function create(world: World, { body, bytes }: ApiRequest): Answer {
  const parsed = cardJson.safeParse(body);
  if (!parsed.success) return refuse(300301, 'invalid request');
  const problem = checkCard(parsed.data.data, bytes);
  if (problem !== null) return refuse(300315, problem.msg);
  const id = String(7_355_000_000_000 + world.cardKit.size);
  const isStreaming = readCard(parsed.data.data).config.streaming_mode === true;
  world.cardKit.set(id, { json: parsed.data.data, isStreaming, sequence: 0, texts: [textOf(parsed.data.data)], message: null });
  return done({ card_id: id });
}

/** The card that a message's content names; null for any other content. */
export function entityOf(world: World, content: string): CardEntity | null {
  const parsed = z.strictObject({ type: z.literal('card'), data: z.strictObject({ card_id: z.string() }) }).safeParse(JSON.parse(content));
  return parsed.success ? (world.cardKit.get(parsed.data.data.card_id) ?? null) : null;
}

export function bindCard(entity: CardEntity, message: PeerMessage): void {
  entity.message = message;
}

function write(world: World, { id, body }: ApiRequest): Answer {
  const parsed = z.strictObject({ content: z.string().min(1), ...numbered }).safeParse(body);
  if (!parsed.success) return refuse(300301, 'invalid request');
  return change(world, id, parsed.data.sequence, (entity) => {
    if (!entity.isStreaming) return refuse(300309, 'streaming mode is closed');
    const card = readCard(entity.json);
    const elements = card.body.elements.map((each) =>
      'element_id' in each && each.element_id === elementId ? { ...each, content: parsed.data.content } : each,
    );
    return show(entity, JSON.stringify({ ...card, body: { ...card.body, elements } }));
  });
}

function set(world: World, { id, body }: ApiRequest): Answer {
  const parsed = z.strictObject({ settings: z.string(), ...numbered }).safeParse(body);
  const settings = z
    .strictObject({ config: z.strictObject({ streaming_mode: z.boolean() }) })
    .safeParse(JSON.parse(parsed.data?.settings ?? 'null'));
  if (!parsed.success || !settings.success) return refuse(300301, 'invalid request');
  return change(world, id, parsed.data.sequence, (entity) => {
    entity.isStreaming = settings.data.config.streaming_mode;
    return done();
  });
}

function update(world: World, { id, body, bytes }: ApiRequest): Answer {
  const parsed = z.strictObject({ card: cardJson, ...numbered }).safeParse(body);
  if (!parsed.success) return refuse(300301, 'invalid request');
  const problem = checkCard(parsed.data.card.data, bytes);
  if (problem !== null) return refuse(300315, problem.msg);
  return change(world, id, parsed.data.sequence, (entity) => {
    entity.isStreaming = readCard(parsed.data.card.data).config.streaming_mode === true;
    return show(entity, parsed.data.card.data);
  });
}

function change(world: World, id: string, sequence: number, work: (entity: CardEntity) => Answer): Answer {
  const entity = world.cardKit.get(id);
  if (entity === undefined) return refuse(300305, 'card not exist');
  if (sequence <= entity.sequence) return refuse(300317, 'sequence number compare failed');
  entity.sequence = sequence;
  return work(entity);
}

function show(entity: CardEntity, json: string): Answer {
  entity.json = json;
  entity.texts.push(textOf(json));
  if (entity.message !== null) {
    entity.message.content = json;
    entity.message.edits += 1;
  }
  return done();
}

function textOf(json: string): string {
  const [first] = readCard(json).body.elements;
  return first !== undefined && 'content' in first ? first.content : '';
}
