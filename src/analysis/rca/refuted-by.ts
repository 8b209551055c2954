/** In words: what a fresh look would have to show for a fault to be ruled out. */

import type { Signature } from '../../domain/signature.ts';
import type { LocalText } from '../../domain/text.ts';

export function refutedBy(signature: Signature): LocalText | null {
  if (signature.refute === undefined) {
    if (describe(signature.confirm, 'en') === '') return null;
    const known = { 'zh-CN': describe(signature.confirm, 'zh-CN'), en: describe(signature.confirm, 'en') };
    return {
      'zh-CN': `若复查时以下不成立，则不是它：${known['zh-CN']}`,
      en: `Would be refuted where a fresh look no longer shows: ${known.en}`,
    };
  }
  return {
    'zh-CN': `若成立则可排除：${describe(signature.refute, 'zh-CN')}`,
    en: `Would be refuted by: ${describe(signature.refute, 'en')}`,
  };
}

function describe(condition: Signature['confirm'], locale: 'zh-CN' | 'en'): string {
  if (Array.isArray(condition)) {
    const [fact, comparison, operand] = condition as readonly [string, string, unknown];
    const right =
      typeof operand === 'object' && operand !== null && 'fact' in operand
        ? `${'times' in operand ? `${String(operand.times)} × ` : ''}${String(operand.fact)}`
        : String(operand);
    return `${fact} ${comparison} ${right}`;
  }
  const and = locale === 'en' ? ' and ' : ' 且 ';
  const or = locale === 'en' ? ' or ' : ' 或 ';
  if ('all' in condition) return condition.all.map((inner) => describe(inner, locale)).join(and);
  if ('any' in condition) return condition.any.map((inner) => describe(inner, locale)).join(or);
  if ('not' in condition) return `${locale === 'en' ? 'not ' : '非 '}(${describe(condition.not, locale)})`;
  if ('where' in condition) return `${condition.on}: ${describe(condition.where, locale)}`;
  return '';
}
