/** Findings as candidates for the cause, what they are about, and which of them the alert or the question speaks of. */

import type { Appearance, Hypothesis, Signature } from '../../domain/signature.ts';
import type { TextValue } from '../../domain/text.ts';

export interface Candidate {
  readonly hypothesis: Hypothesis;
  readonly signature: Signature;
  readonly isProbeMissing: boolean;
  /** Facts of the system that it is on. */
  readonly values: Readonly<Record<string, TextValue>>;
}

/** Gained by a fault whose process or service the alert or the question names. */
const namedBonus = 0.08;
/** Confidence of what is true beside the fault that the alert or the question names, at most. */
const otherConfidenceMax = 0.6;
/** Shorter names and numbers turn up in texts by chance. */
export const nameLengthMin = 4;

export function isSeen({ hypothesis }: Pick<Candidate, 'hypothesis'>): boolean {
  return hypothesis.state === 'confirmed' || hypothesis.state === 'strengthened';
}

export function isConfirmedCause({ hypothesis, signature }: Candidate): boolean {
  return hypothesis.state === 'confirmed' && signature.role === 'cause';
}

export function looksLike({ signature }: Pick<Candidate, 'signature'>, appearance: Appearance): boolean {
  return signature.looksLike?.includes(appearance) === true;
}

/** A fault whose process or service is spoken of comes before others of its machine. `words` is what the alert and people said. */
export function preferNamed(candidates: readonly Candidate[], words: string): Candidate[] {
  const said = words.toLowerCase();
  return candidates.map((candidate) => {
    const { hypothesis } = candidate;
    return isSeen(candidate) && isSpokenOf(candidate, said)
      ? {
          ...candidate,
          hypothesis: { ...hypothesis, confidence: Math.min(0.99, Math.round((hypothesis.confidence + namedBonus) * 100) / 100) },
        }
      : candidate;
  });
}

/**
 * Where a confirmed cause is about what is spoken of, another of the same system that is about something else is true, and hardly why: that
 * the kernel killed a shell does not take down the service that the alert names.
 */
export function doubtOthers(candidates: readonly Candidate[], words: string): Candidate[] {
  const said = words.toLowerCase();
  const meant = candidates.filter((each) => isConfirmedCause(each) && isSpokenOf(each, said));
  return candidates.map((candidate) => {
    const { hypothesis } = candidate;
    const here = meant.filter((each) => each.hypothesis.systemId === hypothesis.systemId && each.hypothesis.id !== hypothesis.id);
    const isOther = here.length > 0 && !isSpokenOf(candidate, said) && here.every((each) => !areAboutTheSame(candidate, each));
    if (!isConfirmedCause(candidate) || !isOther) return candidate;
    return {
      ...candidate,
      hypothesis: { ...hypothesis, state: 'strengthened', confidence: Math.min(hypothesis.confidence, otherConfidenceMax) },
    };
  });
}

export function isSpokenOf(candidate: Candidate, said: string): boolean {
  return namesOf(candidate).some((name) => name.length >= nameLengthMin && said.includes(name));
}

/** As a name of its own, and no piece of a longer one. */
export function isSaid(name: string, said: string): boolean {
  const plain = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return name !== '' && new RegExp(`(?<![\\w.-])${plain}(?![\\w-])`).test(said);
}

/** On one machine a stopped process explains a service that is down only when it is that service's. */
export function areAboutTheSame(cause: Candidate, seen: Candidate): boolean {
  const [one, other] = [namesOf(cause), namesOf(seen)];
  if (one.length === 0 || other.length === 0) return true;
  return one.some((name) =>
    other.some(
      (each) =>
        name === each || (name.length >= nameLengthMin && each.includes(name)) || (each.length >= nameLengthMin && name.includes(each)),
    ),
  );
}

/** What the fault is about, in words: names, commands and ports, as far as they are known. */
export function namesOf({ signature, values }: Candidate): readonly string[] {
  const known = (signature.about ?? []).map((fact) => values[fact]);
  return known.flatMap((value) =>
    value === undefined || value === null || value === '' || value === 0 ? [] : [String(value).toLowerCase()],
  );
}

/** The reason that the program itself gives, in its words. */
export function reasonOf({ signature, values }: Candidate): string | null {
  const reason = signature.reason === undefined ? undefined : values[signature.reason];
  return typeof reason === 'string' && reason !== '' ? reason : null;
}
