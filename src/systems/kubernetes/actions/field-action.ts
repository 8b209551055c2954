/**
 * Makes an action that sets one field of one object: the old value is recorded, set only while it is still the old one, and brought back
 * only while it is still ours.
 */

import type { z } from 'zod';
import type { ActionArguments, Risk } from '../../../domain/plan.ts';
import type { LocalText } from '../../../domain/text.ts';
import type { Action, Precheck } from '../../contract.ts';
import { sessionAction } from '../../session/actions/session-action.ts';
import type { SessionLimit } from '../../session/failure.ts';
import type { KubernetesClient } from '../client.ts';
import {
  changedMeanwhile,
  despiteConflicts,
  type ObjectPlace,
  patchObject,
  placeText,
  type RawObject,
  readObject,
  rolloutOf,
} from './object.ts';

/** Null: the field is not there. */
export type FieldValue = string | number | boolean | null;

export interface FieldAction<Given extends ActionArguments> {
  readonly name: string;
  readonly risk: Risk;
  readonly arguments: z.ZodType<Given>;
  /** Whether the change makes new pods, so that it is done when they are available. */
  readonly rollsOut: boolean;
  placeOf(given: Given): ObjectPlace;
  /** `image of container app` */
  field(given: Given): LocalText;
  wanted(given: Given): FieldValue;
  read(object: RawObject, given: Given): FieldValue;
  /** A strategic merge patch; null takes the field away. */
  patch(given: Given, value: FieldValue, object: RawObject): Readonly<Record<string, unknown>>;
  effect(given: Given): LocalText;
  /** Why it must not be done on this object; null when it may. */
  refuse?(object: RawObject, given: Given, client: KubernetesClient, limit: SessionLimit): Promise<Precheck | null> | Precheck | null;
}

export function fieldAction<Given extends ActionArguments>(described: FieldAction<Given>): Action<KubernetesClient> {
  const { placeOf, field, wanted, read } = described;
  const at = (given: Given): string => placeText(placeOf(given));
  /** Goes on from a crash: what is already as wanted is left alone. */
  const set = (client: KubernetesClient, given: Given, from: FieldValue, to: FieldValue, limit: SessionLimit): Promise<void> =>
    despiteConflicts(async () => {
      const object = await readObject(client, placeOf(given), limit);
      const now = read(object, given);
      if (now === to) return;
      if (now !== from) throw changedMeanwhile(`The ${field(given).en} of ${at(given)}`, now);
      await patchObject(client, placeOf(given), object, described.patch(given, to, object), limit);
    });
  return sessionAction<KubernetesClient, Given>({
    name: described.name,
    risk: described.risk,
    arguments: described.arguments,
    verifyWithinMs: described.rollsOut ? 300_000 : 20_000,
    timeoutMs: 20_000,
    summary: (given) => ({
      'zh-CN': `把 ${at(given)} 的${field(given)['zh-CN']}设为 ${shown(wanted(given))}`,
      en: `set ${field(given).en} of ${at(given)} to ${shown(wanted(given))}`,
    }),
    effect: described.effect,
    verification: (given) => ({
      'zh-CN': `${field(given)['zh-CN']}为 ${shown(wanted(given))}${described.rollsOut ? '，且新 Pod 全部可用' : ''}`,
      en: `${field(given).en} is ${shown(wanted(given))}${described.rollsOut ? ', and all new pods are available' : ''}`,
    }),
    async precheck(client, given, limit) {
      const object = await readObject(client, placeOf(given), limit);
      const now = read(object, given);
      if (now === wanted(given)) return { state: 'already', note: { 'zh-CN': `已经是 ${shown(now)}`, en: `it is ${shown(now)} already` } };
      const refused = await described.refuse?.(object, given, client, limit);
      return refused ?? { state: 'ready', before: { value: now } };
    },
    isApplied: async (client, given, _before, limit) => read(await readObject(client, placeOf(given), limit), given) === wanted(given),
    async apply(client, given, before, limit) {
      await set(client, given, recordedValue(before.value), wanted(given), limit);
      return {
        'zh-CN': `${at(given)} 的${field(given)['zh-CN']}：${shown(recordedValue(before.value))} → ${shown(wanted(given))}`,
        en: `${field(given).en} of ${at(given)}: ${shown(recordedValue(before.value))} → ${shown(wanted(given))}`,
      };
    },
    async verify(client, given, _before, limit) {
      const object = await readObject(client, placeOf(given), limit);
      const now = read(object, given);
      const isSet = now === wanted(given);
      if (!isSet || !described.rollsOut)
        return {
          isMet: isSet,
          note: { 'zh-CN': `${field(given)['zh-CN']}现为 ${shown(now)}`, en: `${field(given).en} is ${shown(now)} now` },
        };
      const { isDone, note } = rolloutOf(object);
      return { isMet: isDone, note };
    },
    undo: {
      summary: (given) => ({
        'zh-CN': `恢复 ${at(given)} 的${field(given)['zh-CN']}原值（仅当其间没有被别人改过）`,
        en: `bring back the old ${field(given).en} of ${at(given)}, unless somebody has changed it meanwhile`,
      }),
      present: async (client, given, _before, limit) => ({ value: read(await readObject(client, placeOf(given), limit), given) }),
      async apply(client, given, before, limit) {
        await set(client, given, wanted(given), recordedValue(before.value), limit);
        return {
          'zh-CN': `${field(given)['zh-CN']}已恢复为 ${shown(recordedValue(before.value))}`,
          en: `${field(given).en} is ${shown(recordedValue(before.value))} again`,
        };
      },
    },
  });
}

function recordedValue(recorded: unknown): FieldValue {
  return typeof recorded === 'string' || typeof recorded === 'number' || typeof recorded === 'boolean' ? recorded : null;
}

function shown(value: FieldValue): string {
  return value === null ? '-' : String(value);
}
