/** Rule 10: every text exists in zh-CN and en, with the same placeholders; Chinese has full-width punctuation. */

import { isNode, lineAt, type Offence, propertiesOf, type Source, type SyntaxNode, walk } from './source.ts';

export function findBrokenTexts(sources: readonly Source[]): Offence[] {
  return sources.flatMap((source) => {
    const offences: Offence[] = [];
    for (const node of walk(source.program.body)) {
      if (node.type !== 'ObjectExpression') continue;
      for (const what of judge(source, node)) offences.push({ path: source.path, line: lineAt(source.text, node.start), what });
    }
    return offences;
  });
}

function judge(source: Source, object: SyntaxNode): string[] {
  const properties = propertiesOf(object);
  const [chinese, english] = [properties.get('zh-CN'), properties.get('en')];
  if (chinese === undefined && english === undefined) return [];
  if (chinese === undefined) return isText(english) ? [`a text without zh-CN: ${excerpt(source, english)}`] : [];
  if (english === undefined) return [`a text without en: ${excerpt(source, chinese)}`];
  if (chinese.type === 'ObjectExpression' && english.type === 'ObjectExpression') return compareKeys(chinese, english);
  const [zh, en] = [textOf(source, chinese), textOf(source, english)];
  if (zh === null || en === null) return [];
  const complaints: string[] = [];
  if (zh.trim() === '' || en.trim() === '') complaints.push(zh === en ? '' : `one language is empty: ${en || zh}`);
  const [names, others] = [placeholders(zh), placeholders(en)];
  if (names !== others) complaints.push(`placeholders differ, zh-CN {${names}}, en {${others}}: ${en.slice(0, 60)}`);
  const half = halfWidth(zh);
  if (half !== null) complaints.push(`half-width punctuation after Chinese: ${half}`);
  return complaints.filter((complaint) => complaint !== '');
}

/** A catalogue per language: the same keys in both. */
function compareKeys(chinese: SyntaxNode, english: SyntaxNode): string[] {
  const [zh, en] = [propertiesOf(chinese), propertiesOf(english)];
  const missing = (there: Map<string, unknown>, here: Map<string, unknown>): string[] => [...there.keys()].filter((key) => !here.has(key));
  return [...missing(zh, en).map((key) => `key '${key}' has no en`), ...missing(en, zh).map((key) => `key '${key}' has no zh-CN`)];
}

function isText(node: SyntaxNode | undefined): node is SyntaxNode {
  return node?.type === 'TemplateLiteral' || (node?.type === 'Literal' && typeof node.value === 'string');
}

/** In a template the expressions are placeholders too; their order may differ between languages. Null for anything but words. */
function textOf(source: Source, node: SyntaxNode): string | null {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null;
  if (node.type !== 'TemplateLiteral' || !Array.isArray(node.quasis)) return null;
  return source.text.slice(node.start + 1, node.end - 1).replace(/\$\{[^{}]*(\{[^{}]*\}[^{}]*)*\}/g, '0');
}

function placeholders(text: string): string {
  return [...new Set([...text.matchAll(/\{([\w.@-]+)(?:\|\w+)?\}/g)].map((match) => match[1] ?? ''))].sort().join(', ');
}

/** `你好,世界` and `原因:` read as a machine's Chinese. Code in backticks is left alone. */
function halfWidth(text: string): string | null {
  const prose = text.replace(/`[^`]*`/g, '码');
  return /.{0,12}[\u4e00-\u9fff][,;:?!](?![\w/]).{0,8}/u.exec(prose)?.[0] ?? null;
}

function excerpt(source: Source, node: SyntaxNode): string {
  return isNode(node) ? source.text.slice(node.start, Math.min(node.end, node.start + 60)) : '';
}
