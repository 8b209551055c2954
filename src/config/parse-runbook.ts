/** Reads the text of one runbook and says what is wrong with it, with the line, as for the configuration file. */

import type { LocalText } from '../domain/text.ts';
import { type Runbook, type RunbookFront, runbookFront, splitLanguages, toRunbook } from '../knowledge/runbook.ts';
import type { AnySystemKind } from '../systems/any-kind.ts';
import { unknown } from './check-references.ts';
import { describeIssues } from './describe-issue.ts';
import { jsonSchemaOf, type SchemaPath } from './json-schema.ts';
import { type ConfigProblem, formatPath } from './problem.ts';
import { parseYaml, type YamlFile } from './yaml-file.ts';

/** What a runbook's names are held against. */
export interface RunbookNames {
  readonly kinds: readonly Pick<AnySystemKind, 'kind' | 'probes' | 'signatures'>[];
  /** Null: not known here, and not checked. */
  readonly systemIds: readonly string[] | null;
}

export interface ParsedRunbook {
  /** Null when it can't be used at all; a look that can't be taken only is left out when its turn comes. */
  readonly runbook: Runbook | null;
  readonly problems: readonly ConfigProblem[];
}

/** Never throws: what is wrong is a problem, and all problems are warnings, because the rest goes on without this file. */
export function parseRunbook(id: string, text: string, names: RunbookNames): ParsedRunbook {
  const parts = splitFront(text);
  if (parts === null) return { runbook: null, problems: [withoutFront] };
  // One empty line stands for the opening `---`, so that the lines of problems are those of the file.
  const yaml = parseYaml(`\n${parts.front}`);
  const place = placing(yaml);
  if (yaml.problems.length > 0) return { runbook: null, problems: yaml.problems.map((each) => ({ ...each, level: 'warning' })) };
  const input = yaml.value ?? {};
  const parsed = runbookFront.safeParse(input);
  if (!parsed.success) {
    const issues = describeIssues(parsed.error.issues, input, jsonSchemaOf(runbookFront));
    return { runbook: null, problems: issues.map((issue) => place(issue.path, issue.text, issue.part)) };
  }
  const faults = [...patternFaults(parsed.data), ...shapeFaults(parsed.data)].map(({ path, text: words }) => place(path, words));
  if (faults.length > 0) return { runbook: null, problems: faults };
  const runbook = toRunbook(id, parsed.data, splitLanguages(parts.body));
  return { runbook, problems: nameFaults(runbook, names).map(({ path, text: words }) => place(path, words)) };
}

interface Fault {
  readonly path: SchemaPath;
  readonly text: LocalText;
}

const withoutFront: ConfigProblem = {
  level: 'warning',
  path: '',
  line: 1,
  column: 1,
  text: {
    en: 'expected front matter: YAML between a first line `---` and another line `---`',
    'zh-CN': '应以元数据开头：首行 `---` 与另一行 `---` 之间的 YAML',
  },
};

function splitFront(text: string): { readonly front: string; readonly body: string } | null {
  const found = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)^---[ \t]*(?:\r?\n|$)([\s\S]*)$/m.exec(text);
  if (found === null || found.index !== 0) return null;
  return { front: found[1] ?? '', body: found[2] ?? '' };
}

function placing(yaml: YamlFile): (path: SchemaPath, text: LocalText, part?: 'key' | 'value') => ConfigProblem {
  return (path, text, part = 'value') => {
    const at = yaml.positionOf(path, part) ?? { line: 1, column: 1 };
    return { level: 'warning', path: formatPath(path), line: at.line, column: at.column, text };
  };
}

function patternFaults({ match }: RunbookFront): readonly Fault[] {
  const labels = Object.entries(match.labels).map(([name, pattern]) => ({ path: ['match', 'labels', name], pattern }));
  const words = match.words === undefined ? [] : [{ path: ['match', 'words'], pattern: match.words }];
  return [...labels, ...words].flatMap(({ path, pattern }) => {
    const reason = complaintOf(pattern);
    return reason === null
      ? []
      : [{ path, text: { en: `expected a regular expression: ${reason}`, 'zh-CN': `应为正则表达式：${reason}` } }];
  });
}

function complaintOf(pattern: string): string | null {
  try {
    new RegExp(pattern, 'i');
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function shapeFaults({ match, look }: RunbookFront): readonly Fault[] {
  const isOpen = Object.keys(match.labels).length === 0 && match.words === undefined && match.kinds.length === 0;
  const open: Fault = {
    path: ['match'],
    text: { en: 'expected at least one of labels, words, kinds', 'zh-CN': '至少要写 labels、words、kinds 之一' },
  };
  const looks = look.flatMap(({ kind, system }, index): readonly Fault[] => {
    if ((kind === undefined) !== (system === undefined)) return [];
    const text = { en: 'expected either kind or system', 'zh-CN': 'kind 与 system 必须且只能写一个' };
    return [{ path: ['look', index], text }];
  });
  return isOpen ? [open, ...looks] : looks;
}

/** Names that nothing answers to: the runbook is followed without them. */
function nameFaults(runbook: Runbook, { kinds, systemIds }: RunbookNames): readonly Fault[] {
  const kindNames = kinds.map(({ kind }) => kind);
  const strangeKinds = runbook.match.kinds.filter((kind) => !kindNames.includes(kind));
  const signatures = kinds.flatMap((kind) => kind.signatures.map(({ id }) => id));
  const strangeCauses = runbook.ruleOut.flatMap((id, index) => (signatures.includes(id) ? [] : [{ id, index }]));
  return [
    ...strangeKinds.map((kind) => ({ path: ['match', 'kinds'], text: unknown('kind', '系统类型', kind, kindNames) })),
    ...runbook.look.flatMap((look, index) => lookFaults(look, ['look', index], kinds, systemIds)),
    ...strangeCauses.map(({ id, index }) => ({ path: ['ruleOut', index], text: unknown('signature', '故障特征', id, signatures) })),
  ];
}

function lookFaults(
  look: Runbook['look'][number],
  path: SchemaPath,
  kinds: RunbookNames['kinds'],
  systemIds: RunbookNames['systemIds'],
): readonly Fault[] {
  if (look.systemId !== null) {
    if (systemIds === null || systemIds.includes(look.systemId)) return [];
    return [{ path: [...path, 'system'], text: unknown('system', '系统', look.systemId, systemIds) }];
  }
  return look.kinds.flatMap((name): readonly Fault[] => {
    const kind = kinds.find((each) => each.kind === name);
    if (kind === undefined) {
      const valid = kinds.map((each) => each.kind);
      return [{ path: [...path, 'kind'], text: unknown('kind', '系统类型', name, valid) }];
    }
    const probe = kind.probes.find((each) => each.name === look.probe);
    if (probe === undefined) {
      const valid = kind.probes.map((each) => each.name);
      return [{ path: [...path, 'probe'], text: unknown(`probe of kind ${name}`, `${name} 探测项`, look.probe, valid) }];
    }
    const parsed = probe.parameters.safeParse(look.parameters);
    if (parsed.success) return [];
    const issues = describeIssues(parsed.error.issues, look.parameters, jsonSchemaOf(probe.parameters));
    return issues.map((issue) => ({ path: [...path, 'parameters', ...issue.path], text: issue.text }));
  });
}
