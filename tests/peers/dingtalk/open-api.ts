/** The interfaces that a robot calls, over an organisation. Limits are the platform's; what breaks one is refused with its code. */

import { z } from 'zod';
import type { Corp, PeerCard, PeerLine } from './corp.ts';

export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

const ok = (body: unknown = {}): ApiAnswer => ({ status: 200, body });
const refuse = (status: number, code: string): ApiAnswer => ({ status, body: { code, message: code, requestid: 'r-1' } });

const values = z.record(z.string(), z.string());
const cardBody = z.object({
  outTrackId: z.string().min(1),
  cardTemplateId: z.string().optional(),
  callbackType: z.string().optional(),
  openSpaceId: z.string().optional(),
  userIdType: z.literal(1),
  cardData: z.object({ cardParamMap: values }).optional(),
  privateData: z.record(z.string(), z.object({ cardParamMap: values })).optional(),
  cardUpdateOptions: z.object({ updateCardDataByKey: z.boolean(), updatePrivateDataByKey: z.boolean() }).optional(),
  imGroupOpenDeliverModel: z.object({ robotCode: z.string(), atUserIds: values.optional() }).optional(),
  imGroupOpenSpaceModel: z.object({ supportForward: z.literal(false) }).optional(),
  imRobotOpenDeliverModel: z.object({ spaceType: z.literal('IM_ROBOT') }).optional(),
});

export function createCard(corp: Corp, raw: unknown): ApiAnswer {
  const parsed = cardBody.safeParse(raw);
  if (!parsed.success) return refuse(400, 'invalidParameter.param.invalid');
  const body = parsed.data;
  if (body.cardTemplateId !== corp.templateId && body.cardTemplateId !== corp.aiTemplateId) return refuse(404, 'param.templateNotExist');
  const problem = checkValues(body);
  if (problem !== null) return problem;
  const [, kind, target = ''] = /^dtv1\.card\/\/IM_(GROUP|ROBOT)\.(.+)$/.exec(body.openSpaceId ?? '') ?? [];
  if (kind === 'GROUP' && !corp.groups.has(target))
    return ok({ success: true, result: { deliverResults: [{ success: false, errorMsg: 'no robot' }] } });
  // An id that is taken changes nothing, and nobody is told.
  const known = corp.card(body.outTrackId);
  if (known !== undefined)
    return ok({ success: true, result: { outTrackId: known.outTrackId, deliverResults: [{ success: true, carrierId: known.carrierId }] } });
  const card: PeerCard = {
    outTrackId: body.outTrackId,
    carrierId: corp.nextId('carrier-'),
    channel: kind === 'GROUP' ? target : `user:${target}`,
    templateId: body.cardTemplateId,
    pings: Object.keys(body.imGroupOpenDeliverModel?.atUserIds ?? {}),
    shared: { ...body.cardData?.cardParamMap },
    personal: personalOf(body),
    edits: 0,
    texts: [],
    isFinal: false,
  };
  corp.shown.push({ kind: 'card', card });
  return ok({ success: true, result: { outTrackId: card.outTrackId, deliverResults: [{ success: true, carrierId: card.carrierId }] } });
}

/** Without the option what isn't named is forgotten. */
export function updateCard(corp: Corp, raw: unknown): ApiAnswer {
  const parsed = cardBody.safeParse(raw);
  if (!parsed.success) return refuse(400, 'invalidParameter.param.invalid');
  const body = parsed.data;
  const card = corp.card(body.outTrackId);
  if (card === undefined) return refuse(404, 'param.cardNotExist');
  const problem = checkValues(body);
  if (problem !== null) return problem;
  const options = body.cardUpdateOptions ?? { updateCardDataByKey: false, updatePrivateDataByKey: false };
  if (body.cardData !== undefined) {
    card.shared = options.updateCardDataByKey ? { ...card.shared, ...body.cardData.cardParamMap } : { ...body.cardData.cardParamMap };
    card.edits += 1;
  }
  for (const [userId, given] of Object.entries(personalOf(body))) {
    card.personal[userId] = options.updatePrivateDataByKey ? { ...card.personal[userId], ...given } : given;
  }
  return ok({ success: true, result: true });
}

const streamBody = z.strictObject({
  outTrackId: z.string().min(1),
  guid: z.string().min(1),
  key: z.literal('content'),
  content: z.string(),
  isFull: z.literal(true),
  isFinalize: z.boolean(),
  isError: z.literal(false),
});

/** Only on the AI card's template, and not after its end. */
export function streamCard(corp: Corp, raw: unknown): ApiAnswer {
  const parsed = streamBody.safeParse(raw);
  if (!parsed.success) return refuse(400, 'invalidParameter.param.invalid');
  const card = corp.card(parsed.data.outTrackId);
  if (card === undefined) return refuse(404, 'param.cardNotExist');
  if (card.templateId !== corp.aiTemplateId || card.isFinal) return refuse(400, 'param.streaming.notAllowed');
  card.shared = { ...card.shared, content: parsed.data.content };
  card.texts.push(parsed.data.content);
  card.isFinal = parsed.data.isFinalize;
  return ok({ success: true, result: true });
}

/** What a callback's answer changes: for the clicker alone. */
export function applyAnswer(card: PeerCard, userId: string, raw: unknown): void {
  const answer = z
    .object({
      userPrivateData: z.object({ cardParamMap: values }),
      cardUpdateOptions: z.object({ updatePrivateDataByKey: z.literal(true) }),
    })
    .safeParse(raw);
  if (answer.success) card.personal[userId] = { ...card.personal[userId], ...answer.data.userPrivateData.cardParamMap };
}

function personalOf(body: z.infer<typeof cardBody>): Record<string, Record<string, string>> {
  return Object.fromEntries(Object.entries(body.privateData ?? {}).map(([userId, given]) => [userId, { ...given.cardParamMap }]));
}

function checkValues(body: z.infer<typeof cardBody>): ApiAnswer | null {
  const maps = [body.cardData?.cardParamMap ?? {}, ...Object.values(body.privateData ?? {}).map((one) => one.cardParamMap)];
  for (const [key, value] of maps.flatMap((map) => Object.entries(map))) {
    if (Buffer.byteLength(key) > 100 || Buffer.byteLength(value) > 1_024) return refuse(400, 'param.cardParamMap.tooLong');
  }
  return null;
}

const robotBody = z.object({
  robotCode: z.string(),
  msgKey: z.string(),
  msgParam: z.string(),
  openConversationId: z.string().optional(),
  userIds: z.array(z.string()).optional(),
});

export function sendRobot(corp: Corp, raw: unknown, way: 'group' | 'person'): ApiAnswer {
  const parsed = robotBody.safeParse(raw);
  if (!parsed.success || parsed.data.robotCode !== corp.robotCode) return refuse(400, 'invalidParameter.robotCode');
  const { msgKey, msgParam, openConversationId = '', userIds = [] } = parsed.data;
  if (Buffer.byteLength(msgParam) > 20_000) return refuse(400, 'param.msgParam.tooLong');
  if (way === 'group' && !corp.groups.has(openConversationId)) return refuse(400, 'resource.not.found.openConversationId');
  const [userId = ''] = userIds;
  if (way === 'person' && !corp.users.has(userId))
    return ok({ processQueryKey: 'none', invalidStaffIdList: [userId], flowControlledStaffIdList: [] });
  const line = lineOf(corp, way === 'group' ? openConversationId : `user:${userId}`, way, msgKey, values.parse(JSON.parse(msgParam)));
  if (line === null) return refuse(400, 'invalidParameter.msgKey');
  corp.shown.push({ kind: 'line', line });
  return ok({ processQueryKey: line.id, invalidStaffIdList: [], flowControlledStaffIdList: [] });
}

const needed: Readonly<Record<string, readonly string[]>> = {
  sampleMarkdown: ['title', 'text'],
  sampleActionCard: ['title', 'text', 'singleTitle', 'singleURL'],
  sampleFile: ['mediaId', 'fileName', 'fileType'],
  sampleImageMsg: ['photoURL'],
};

function lineOf(corp: Corp, channel: string, way: PeerLine['way'], msgKey: string, given: Record<string, string>): PeerLine | null {
  const count = Number(/^sampleActionCard([2-5])$/.exec(msgKey)?.[1] ?? 0);
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const wanted = count > 0 ? ['title', 'text', ...numbers.flatMap((at) => [`actionTitle${at}`, `actionURL${at}`])] : needed[msgKey];
  if (wanted === undefined || wanted.some((key) => given[key] === undefined || given[key] === '')) return null;
  const links = numbers.map((at): [string, string] => [given[`actionTitle${at}`] ?? '', given[`actionURL${at}`] ?? '']);
  if (msgKey === 'sampleActionCard') links.push([given.singleTitle ?? '', given.singleURL ?? '']);
  const type = { sampleFile: 'file', sampleImageMsg: 'image' }[msgKey];
  const media = type === undefined ? undefined : corp.media.get(given.mediaId ?? given.photoURL ?? '');
  // What was left as a file can't be shown as a picture, nor the other way round.
  if (media?.type !== type) return null;
  return {
    ...{ id: corp.nextId('pqk-'), channel, msgKey, title: given.title ?? '', text: given.text ?? '' },
    ...{ links: Object.fromEntries(links), pings: [], way, file: media ?? null },
  };
}

const webhookBody = z.object({
  msgtype: z.literal('markdown'),
  markdown: z.object({ title: z.string().min(1), text: z.string().min(1) }),
  at: z.object({ atUserIds: z.array(z.string()), isAtAll: z.literal(false) }),
});

/** A 200 whatever happens; a ping only where the text says the same as the at-field. */
export function sayByWebhook(corp: Corp, channel: string, raw: unknown): ApiAnswer {
  const parsed = webhookBody.safeParse(raw);
  if (!parsed.success) return ok({ errcode: 40035, errmsg: 'param error' });
  const { markdown, at } = parsed.data;
  if (Buffer.byteLength(JSON.stringify(raw)) > 20_000) return ok({ errcode: 460101, errmsg: 'message too long' });
  const pings = at.atUserIds.filter((userId) => markdown.text.includes(`@${userId}`));
  const line: PeerLine = { id: corp.nextId('wh-'), channel, msgKey: 'markdown', ...markdown, links: {}, pings, way: 'webhook', file: null };
  corp.shown.push({ kind: 'line', line });
  return ok({ errcode: 0, errmsg: 'ok' });
}

const roomBody = z.object({
  title: z.string().max(30),
  template_id: z.string(),
  owner_user_id: z.string(),
  user_ids: z.array(z.string()),
  uuid: z.string(),
});

export function openRoom(corp: Corp, raw: unknown): ApiAnswer {
  const parsed = roomBody.safeParse(raw);
  if (!parsed.success || !corp.users.has(parsed.data.owner_user_id)) return refuse(400, 'invalidParameter.param.invalid');
  const { uuid, title, user_ids } = parsed.data;
  const id = corp.rooms.get(uuid) ?? corp.nextId('cidROOM');
  corp.rooms.set(uuid, id);
  if (!corp.groups.has(id)) corp.groups.set(id, { title, members: user_ids });
  return ok({ open_conversation_id: id, chat_id: 'chat1' });
}

export function changeRoom(corp: Corp, path: string, raw: unknown): ApiAnswer {
  const body = z
    .object({
      open_conversation_id: z.string().optional(),
      openConversationId: z.string().optional(),
      user_ids: z.array(z.string()).optional(),
      title: z.string().max(30).optional(),
    })
    .parse(raw);
  const group = corp.groups.get(body.open_conversation_id ?? body.openConversationId ?? '');
  if (group === undefined) return refuse(400, 'resource.not.found');
  if (path.endsWith('/query')) return ok({ success: true, title: group.title });
  for (const userId of body.user_ids ?? []) if (!group.members.includes(userId)) group.members.push(userId);
  if (body.title !== undefined) group.title = body.title;
  return ok({ success: true });
}
