/**
 * The four measures of log template mining, by their published definitions: grouping accuracy (Zhu et al., "Tools and Benchmarks for
 * Automated Log Parsing", ICSE-SEIP 2019), parsing accuracy (Dai et al., Logram, TSE 2020), and the F1 of grouping and of templates
 * (Jiang et al., LogHub-2.0, ISSTA 2024; template accuracy after Khan et al., ICSE 2022).
 */

export interface LabelledLine {
  readonly truth: string;
  readonly mined: string;
}

export interface TemplateScore {
  /** Share of the lines whose group is exactly a group of the truth. */
  readonly groupingAccuracy: number;
  /** F1 of the groups. */
  readonly groupingF1: number;
  /** Share of the lines whose template is the text of the truth. */
  readonly parsingAccuracy: number;
  /** F1 of the templates: the text is right, and every line that has it has it in the truth. */
  readonly templateF1: number;
  readonly mined: number;
  readonly truth: number;
}

/** Throws on no lines: an empty set must not look like a perfect one. */
export function scoreTemplates(lines: readonly LabelledLine[]): TemplateScore {
  if (lines.length === 0) throw new Error('There are no lines to score');
  const truthSizes = countsOf(lines.map(({ truth }) => truth));
  const groups = new Map<string, LabelledLine[]>();
  for (const line of lines) {
    const group = groups.get(line.mined);
    if (group === undefined) groups.set(line.mined, [line]);
    else group.push(line);
  }
  let rightLines = 0;
  let rightGroups = 0;
  let rightTemplates = 0;
  for (const [mined, group] of groups) {
    const truths = new Set(group.map(({ truth }) => truth));
    if (truths.size > 1) continue;
    const [truth = ''] = truths;
    if (truth === mined) rightTemplates += 1;
    if (truthSizes.get(truth) !== group.length) continue;
    rightGroups += 1;
    rightLines += group.length;
  }
  return {
    groupingAccuracy: rightLines / lines.length,
    groupingF1: f1(rightGroups, groups.size, truthSizes.size),
    parsingAccuracy: lines.filter(({ truth, mined }) => truth === mined).length / lines.length,
    templateF1: f1(rightTemplates, groups.size, truthSizes.size),
    mined: groups.size,
    truth: truthSizes.size,
  };
}

/** 2PR/(P+R), which is twice the right ones over all of both sides. */
function f1(right: number, mined: number, truth: number): number {
  return (2 * right) / (mined + truth);
}

function countsOf(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
