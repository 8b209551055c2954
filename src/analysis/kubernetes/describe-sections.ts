/** The indented form of `kubectl describe`: sections by key, lists of values below each other, and small tables. */

export type Lines = readonly string[];

export interface Section {
  /** What stands behind the colon. */
  readonly value: string;
  /** What is indented below, with the indentation of the first of them taken off. */
  readonly lines: Lines;
}

/** Sections at the outermost indentation of the lines; of repeated keys the first counts. */
export function sectionsOf(lines: Lines): ReadonlyMap<string, Section> {
  const sections = new Map<string, Section>();
  const outer = indentOf(lines);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line.trim() === '' || depthOf(line) !== outer) continue;
    const [, key = '', value = ''] = /^\s*([^:]+?):(?:\s+(.*?))?\s*$/.exec(line) ?? [];
    if (key === '') continue;
    let end = index + 1;
    while (end < lines.length && ((lines[end] ?? '').trim() === '' || depthOf(lines[end] ?? '') > outer)) end += 1;
    if (!sections.has(key)) sections.set(key, { value, lines: dedent(lines.slice(index + 1, end)) });
    index = end - 1;
  }
  return sections;
}

/** The value and the lines below it: one item each. */
export function listOf(section: Section | undefined): readonly string[] {
  if (section === undefined) return [];
  return [section.value, ...section.lines].map((item) => item.trim()).filter((item) => item !== '' && item !== '<none>');
}

/** `a=b` or `a: b`, one on each line or with commas between. */
export function pairsOf(section: Section | undefined, mark: '=' | ':'): Readonly<Record<string, string>> | undefined {
  if (section === undefined) return undefined;
  const pairs: Record<string, string> = {};
  for (const item of listOf(section).flatMap((each) => (mark === '=' ? each.split(',') : [each]))) {
    const at = item.indexOf(mark);
    if (at > 0) pairs[item.slice(0, at).trim()] = item.slice(at + 1).trim();
  }
  return pairs;
}

/** Rows of a small table: without its head and the dashes below. */
export function tableOf(lines: Lines): readonly (readonly string[])[] {
  const rows = lines.filter((line) => line.trim() !== '').map((line) => line.trim().split(/\s{2,}/));
  return rows.filter((row, index) => index > 0 && !row.every((cell) => /^-+$/.test(cell)));
}

function dedent(lines: Lines): Lines {
  const indent = indentOf(lines);
  return lines.map((line) => line.slice(Math.min(indent, depthOf(line))));
}

function indentOf(lines: Lines): number {
  const first = lines.find((line) => line.trim() !== '');
  return first === undefined ? 0 : Math.min(...lines.filter((line) => line.trim() !== '').map(depthOf));
}

function depthOf(line: string): number {
  return line.length - line.trimStart().length;
}
