/** Feishu's error codes, by what they mean for a retry. */

import type { ChatErrorKind } from '../contract.ts';

const kinds: Readonly<Record<Exclude<ChatErrorKind, 'format'>, readonly number[]>> = {
  rate: [99991400, 230020, 11232, 11233, 232019],
  auth: [99991661, 99991663, 99991664, 99991665, 99991668, 99991543, 10003, 10012, 10014, 10015, 514],
  gone: [230011, 230031, 230050, 230110, 230111, 231003, 232006, 232009, 232010, 232011],
  'too-large': [230025, 234006, 234042],
  forbidden: [
    99991672, 99991679, 99991401, 403, 230002, 230006, 230013, 230017, 230018, 230022, 230027, 230028, 230029, 230035, 230038, 230053,
    232017, 232024, 232025, 41050, 40014,
  ],
  transient: [1, 2200, 230049, 55001, 99991500, 1000040343, 1000040350],
};

/** The token was good once and isn't any more: a new one may help. */
const staleTokens = new Set([99991661, 99991663, 99991664, 99991668]);

export function kindOf(code: number): ChatErrorKind {
  for (const [kind, codes] of Object.entries(kinds)) {
    if (codes.includes(code) && isKind(kind)) return kind;
  }
  return 'format';
}

export function isStaleToken(code: number): boolean {
  return staleTokens.has(code);
}

/** The chat doesn't know topics, or the message is an aggregate: a plain reply still works. */
export const noTopicCodes: ReadonlySet<string> = new Set(['230071', '230072']);

/** What a card can't be edited for any more: recalled, deleted, or older than 14 days. */
export const uneditableCodes: ReadonlySet<string> = new Set(['230011', '230031', '230050', '230110', '230111', '231003']);

/** Something in the card is not to Feishu's taste. */
export function isRefusedCard(code: string | null): boolean {
  return code !== null && (code === '230099' || code === '230025' || code === '230001' || /^2006\d\d$|^2008\d\d$|^113\d\d$/.test(code));
}

function isKind(text: string): text is ChatErrorKind {
  return text in kinds;
}
