/** What the shipped template shows of a card's variables: which texts, and which buttons to whom. */

import { type PeerCard, seenBy } from './corp.ts';

export interface TemplateButton {
  readonly label: string;
  readonly actionId: string;
  readonly value: string;
  readonly hasReason: boolean;
}

const texts = [
  'title',
  'tone_label',
  'subtitle',
  'situation',
  'cause',
  'next',
  'plan',
  'progress',
  'blind_spots',
  'budget',
  'link_label',
  'notice',
];

export function textsOf(card: PeerCard, userId: string): readonly string[] {
  const seen = seenBy(card, userId);
  return texts.map((key) => seen[key] ?? '').filter((text) => text !== '');
}

export function buttonsOf(card: PeerCard, userId: string): readonly TemplateButton[] {
  const seen = seenBy(card, userId);
  const buttons: TemplateButton[] = [];
  if (seen.pending === 'yes' && (seen.open_to_all === 'yes' || seen.may_decide === 'yes')) {
    buttons.push({ label: seen.approve_label ?? '', actionId: 'approve', value: seen.approve_value ?? '', hasReason: false });
    if (seen.reject_label) buttons.push({ label: seen.reject_label, actionId: 'reject', value: seen.reject_value ?? '', hasReason: true });
  }
  for (const slot of [1, 2, 3, 4]) {
    if (seen[`more_${slot}`] !== 'yes') continue;
    const label = seen[`more_${slot}_label`] ?? '';
    buttons.push({ label, actionId: seen[`more_${slot}_id`] ?? '', value: seen[`more_${slot}_value`] ?? '', hasReason: false });
  }
  return buttons;
}
