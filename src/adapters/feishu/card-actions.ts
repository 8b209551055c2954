/** The buttons of a card, its menu and its forms, and what a click on one of them says back. */

import { z } from 'zod';
import type { CardButton, CardForm } from '../../domain/card.ts';
import type { Locale } from '../../domain/text.ts';
import { shorten } from '../rich/shorten.ts';
import type { CardElement } from './elements.ts';
import { feishuLimits } from './limits.ts';

/** What every control of ours carries; the overflow menu carries the same, as text, in each choice. */
const ourValue = z.object({ zhiban: z.enum(['click', 'form']), id: z.string().max(200), value: z.string().max(1_000).default('') });

export type Clicked =
  | { readonly actionId: string; readonly value: string }
  | { readonly formId: string; readonly fields: Readonly<Record<string, string>> };

/** One row of buttons with the menu at its end, and below it one row for every button that asks for something. */
export function cardActions(buttons: readonly CardButton[], overflow: readonly CardButton[], locale: Locale): CardElement[] {
  const inMenu = overflow.filter(fitsMenu).slice(0, feishuLimits.optionsMax);
  const rest = overflow.filter((button) => !inMenu.includes(button));
  const inRow = [...buttons.filter((button) => button.form === undefined), ...rest];
  const row = [...inRow.map((button) => toButton(button, locale)), ...(inMenu.length > 0 ? [toMenu(inMenu)] : [])];
  const forms = buttons.flatMap((button, index) => (button.form === undefined ? [] : [toForm(button, button.form, index)]));
  return [...(row.length > 0 ? [rowOf(row)] : []), ...forms];
}

/** What was clicked, from the action's own fields; null for a control that isn't ours. */
export function readClicked(action: {
  readonly value?: unknown;
  readonly option?: string | undefined;
  readonly form_value?: Readonly<Record<string, unknown>> | null | undefined;
}): Clicked | null {
  const parsed = ourValue.safeParse(action.option === undefined ? readValue(action.value) : parseJson(action.option));
  if (!parsed.success) return null;
  const { zhiban, id, value } = parsed.data;
  if (zhiban === 'click') return { actionId: id, value };
  const fields = Object.entries(action.form_value ?? {}).map(([name, filled]) => [name, typeof filled === 'string' ? filled.trim() : '']);
  return { formId: id, fields: Object.fromEntries(fields) };
}

/** Older clients send a value's JSON as text. */
function readValue(value: unknown): unknown {
  return typeof value === 'string' ? parseJson(value) : value;
}

function rowOf(elements: readonly CardElement[]): CardElement {
  return {
    tag: 'column_set',
    flex_mode: 'flow',
    horizontal_spacing: '8px',
    columns: elements.map((element) => ({ tag: 'column', width: 'auto', elements: [element] })),
  };
}

const buttonTypes = { primary: 'primary_filled', danger: 'danger', default: 'default' } as const;

function toButton(button: CardButton, locale: Locale): CardElement {
  return {
    tag: 'button',
    text: { tag: 'plain_text', content: shorten(button.label, feishuLimits.buttonTextCharsMax) },
    type: buttonTypes[button.style],
    behaviors: [{ type: 'callback', value: { zhiban: 'click', id: button.id, value: button.value } }],
    ...(button.confirm === undefined ? {} : { confirm: toConfirm(button, button.confirm, locale) }),
  };
}

function toConfirm(button: CardButton, question: string, locale: Locale) {
  const title = locale === 'en' ? `${button.label}?` : `${button.label}？`;
  return {
    title: { tag: 'plain_text', content: shorten(title, feishuLimits.buttonTextCharsMax) },
    text: { tag: 'plain_text', content: shorten(question, feishuLimits.confirmCharsMax) },
  } as const;
}

/** A menu's choices can't ask back one by one, so a button with a question isn't put there. */
function fitsMenu(button: CardButton): boolean {
  return button.confirm === undefined && button.form === undefined;
}

function toMenu(buttons: readonly CardButton[]): CardElement {
  return {
    tag: 'overflow',
    options: buttons.map((button) => ({
      text: { tag: 'plain_text', content: shorten(button.label, feishuLimits.buttonTextCharsMax) },
      value: JSON.stringify({ zhiban: 'click', id: button.id, value: button.value }),
    })),
  };
}

/** Field and button side by side; the name of a form must differ from all others of the card. */
function toForm(button: CardButton, form: CardForm, index: number): CardElement {
  const field: CardElement = {
    tag: 'input',
    name: form.fieldId,
    width: 'fill',
    max_length: feishuLimits.inputCharsMax,
    placeholder: { tag: 'plain_text', content: shorten(`${form.label} · ${form.placeholder}`, 100) },
  };
  const submit: CardElement = {
    tag: 'button',
    name: `zhiban_submit_${index}`,
    text: { tag: 'plain_text', content: shorten(button.label, feishuLimits.buttonTextCharsMax) },
    type: buttonTypes[button.style],
    form_action_type: 'submit',
    behaviors: [{ type: 'callback', value: { zhiban: 'form', id: form.id, value: '' } }],
  };
  const columns = [
    { tag: 'column', width: 'weighted', weight: 1, vertical_align: 'center', elements: [field] },
    { tag: 'column', width: 'auto', vertical_align: 'center', elements: [submit] },
  ] as const;
  const row: CardElement = { tag: 'column_set', flex_mode: 'none', horizontal_spacing: '8px', columns };
  return { tag: 'form', name: `zhiban_form_${index}`, elements: [row] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
