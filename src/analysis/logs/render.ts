/**
 * Writes a template as text. The wildcard form `<*>` follows the published guidelines for ground truth of log templates (Khan et al., ICSE
 * 2022): double spaces, truth values, accounts, digits, paths, words glued to variables, variables joined by dots, and consecutive ones.
 */

import { secretMark } from '../../domain/mask-secrets.ts';
import type { Token } from './scan-line.ts';
import { formOf } from './shape.ts';
import { firstVariable, hole, kindMark, kindMarks, kinds, variableNames } from './variable.ts';

/** For people: `session opened for user <any> (uid=<number>)`. */
export function renderTyped(tokens: readonly Token[]): string {
  const isScaled = isScaledForPeople(tokens);
  let text = '';
  for (const token of tokens) text += (token.hasSpace ? ' ' : '') + typedForm(token, isScaled);
  return text.trim().replaceAll('\uFFFF', '<*>');
}

/** What one program prints in KB here and in MB there is scaled for people: the unit belongs to the value everywhere in the line. */
function isScaledForPeople(tokens: readonly Token[]): boolean {
  return tokens.some((token) => token.kind === kinds.size && token.text === '');
}

function typedForm(token: Token, isScaled: boolean): string {
  if (token.kind < firstVariable) return token.text;
  if (token.kind === kinds.empty) return '';
  if (token.kind === kinds.rest) return '…';
  if (token.kind === kinds.secret) return secretMark;
  if (token.kind === kinds.list && token.text !== '') return listForm(token.text);
  const hasUnit = token.kind === kinds.duration || (token.kind === kinds.size && !isScaled);
  if (hasUnit && token.text !== '') return `<number>${token.text}`;
  if (token.kind === kinds.any && token.text !== '') return token.text;
  return `<${token.kind === kinds.any ? '*' : (variableNames[token.kind] ?? '*')}>`;
}

/** Each item is its separator, its form and its kind. */
function listForm(text: string): string {
  return text.replace(/([\s,]*)([^\ue000-\ue01f]+)([\ue000-\ue01f])/g, (_whole, separator: string, form: string, mark: string) => {
    const kind = mark.charCodeAt(0) - kindMark;
    const unit = kind === kinds.duration || kind === kinds.size ? form.replace(hole, '') : '';
    return `${separator}${typedForm({ kind, hasSpace: false, text: unit }, false)}`;
  });
}

export function renderWildcards(tokens: readonly Token[]): string {
  let text = '';
  const isScaled = isScaledForPeople(tokens);
  for (const token of tokens) text += (token.hasSpace ? ' ' : '') + (isScaled && token.kind === kinds.size ? '<*>' : formOf(token));
  text = text.replace(kindMarks, '');
  return correct(text.trim().replaceAll('\uFFFF', '<*>'));
}

const values = new Set(['true', 'false', 'null', 'root', 'admin']);

function correct(template: string): string {
  const withPaths = template
    .split(/([\s,!;:=|"'[\](){}])/)
    .map((part) => (/^(?:\/[^/]+)+$/.test(part) ? '<*>' : part))
    .join('');
  const parts = withPaths.split(/([\s,!;:=|"'[\](){}.\-+@#$%&])/);
  let text = parts
    .map((part) => {
      const whole = values.has(part.toLowerCase()) || /^\d+$/.test(part) ? '<*>' : part;
      return /^[^\s/]*<\*>[^\s/]*$/.test(whole) && whole !== '<*>/<*>' ? '<*>' : whole;
    })
    .join('');
  for (const [from, to] of [
    ['<*>.<*>', '<*>'],
    ['<*><*>', '<*>'],
  ] as const) {
    while (text.includes(from)) text = text.replaceAll(from, to);
  }
  return text;
}
