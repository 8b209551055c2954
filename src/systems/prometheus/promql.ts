/** Takes an alert's expression apart with Prometheus' own grammar. */

import { createRequire } from 'node:module';
import type { SyntaxNode, Tree } from '@lezer/common';

/** One thing that the rule compares: an expression, and the limit it is held against where that is a number. */
export interface ComparedPart {
  readonly expression: string;
  readonly operator: string | null;
  readonly limit: number | null;
}

const require = createRequire(import.meta.url);
const logical = ['And', 'Or', 'Unless'];
const comparisons: Readonly<Record<string, string>> = { Gtr: '>', Gte: '>=', Lss: '<', Lte: '<=', Eql: '==', EqlC: '==', Neq: '!=' };
const mirrored: Readonly<Record<string, string>> = { '>': '<', '>=': '<=', '<': '>', '<=': '>=' };

/** Null when the expression does not parse. At most `partsMax`, in the order they are written. */
export function comparedParts(expression: string, partsMax = 6): readonly ComparedPart[] | null {
  const tree = parse(expression);
  if (hasError(tree.topNode)) return null;
  const first = tree.topNode.firstChild;
  return first === null ? null : partsOf(first, expression).slice(0, partsMax);
}

/** Whether it parses. */
export function isPromql(expression: string): boolean {
  return !hasError(parse(expression).topNode);
}

/** The two sides of a division or another sum at the top, which tell whether the one grew or the other shrank. */
export function operandsOf(expression: string): readonly string[] {
  const tree = parse(expression);
  const node = tree.topNode.firstChild === null ? null : bare(tree.topNode.firstChild);
  if (node === null || hasError(tree.topNode) || node.name !== 'BinaryExpr') return [];
  return [node.firstChild, node.lastChild].flatMap((side) => (side === null || isNumber(side) ? [] : [textOf(side, expression)]));
}

/**
 * Narrows every selector to these labels; one that already speaks of a label keeps its own word. Labels that an
 * aggregation has left out of the result are not among an alert's labels, so nothing is narrowed too far.
 */
export function narrowed(expression: string, labels: Readonly<Record<string, string>>): string {
  const tree = parse(expression);
  if (hasError(tree.topNode)) return expression;
  const inserts: { at: number; text: string }[] = [];
  tree.iterate({
    enter(node) {
      if (node.name === 'VectorSelector') inserts.push(...insertFor(node.node, expression, labels));
    },
  });
  let result = expression;
  for (const { at, text } of inserts.sort((one, other) => other.at - one.at)) result = result.slice(0, at) + text + result.slice(at);
  return result;
}

/** The grammar is loaded with the first expression: most processes never see one. */
function parse(expression: string): Tree {
  const grammar: typeof import('@prometheus-io/lezer-promql') = require('@prometheus-io/lezer-promql');
  return grammar.parser.parse(expression);
}

function insertFor(
  selector: SyntaxNode,
  expression: string,
  labels: Readonly<Record<string, string>>,
): readonly { at: number; text: string }[] {
  const matchers = selector.getChild('LabelMatchers');
  const written = matchers === null ? '' : textOf(matchers, expression);
  const named = matchers === null ? [] : labelNames(matchers, expression);
  const missing = Object.entries(labels).filter(([name]) => !named.includes(name));
  if (missing.length === 0) return [];
  const text = missing.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',');
  if (matchers === null) return [{ at: selector.to, text: `{${text}}` }];
  const inner = written.slice(1, -1).trim();
  return [{ at: matchers.to - 1, text: inner === '' || inner.endsWith(',') ? text : `,${text}` }];
}

function labelNames(matchers: SyntaxNode, expression: string): readonly string[] {
  return matchers.getChildren('UnquotedLabelMatcher').flatMap((matcher) => {
    const name = matcher.getChild('LabelName');
    return name === null ? [] : [textOf(name, expression)];
  });
}

function partsOf(given: SyntaxNode, expression: string): readonly ComparedPart[] {
  const node = bare(given);
  const [left, right] = [node.firstChild, node.lastChild];
  if (node.name !== 'BinaryExpr' || left === null || right === null)
    return [{ expression: textOf(node, expression), operator: null, limit: null }];
  const operator = left.nextSibling?.name ?? '';
  if (logical.includes(operator)) return [...partsOf(left, expression), ...partsOf(right, expression)];
  const comparison = comparisons[operator];
  if (comparison === undefined) return [{ expression: textOf(node, expression), operator: null, limit: null }];
  if (isNumber(right)) return [{ expression: textOf(bare(left), expression), operator: comparison, limit: numberIn(right, expression) }];
  if (isNumber(left))
    return [
      { expression: textOf(bare(right), expression), operator: mirrored[comparison] ?? comparison, limit: numberIn(left, expression) },
    ];
  return [
    { expression: textOf(bare(left), expression), operator: comparison, limit: null },
    { expression: textOf(bare(right), expression), operator: null, limit: null },
  ];
}

function bare(node: SyntaxNode): SyntaxNode {
  let at = node;
  while (at.name === 'ParenExpr' && at.firstChild !== null) at = at.firstChild;
  return at;
}

function isNumber(given: SyntaxNode): boolean {
  const node = bare(given);
  if (node.name === 'UnaryExpr') return node.lastChild !== null && isNumber(node.lastChild);
  if (node.name === 'BinaryExpr')
    return node.firstChild !== null && node.lastChild !== null && isNumber(node.firstChild) && isNumber(node.lastChild);
  return node.name === 'NumberDurationLiteral' || node.name === 'NumberLiteral';
}

/** Literals and the arithmetic people write in rules, such as `1024 * 1024`; null for what is rarer. */
function numberIn(given: SyntaxNode, expression: string): number | null {
  const node = bare(given);
  const [left, right] = [node.firstChild, node.lastChild];
  if (node.name === 'UnaryExpr' && right !== null) {
    const value = numberIn(right, expression);
    return value === null ? null : textOf(node, expression).startsWith('-') ? -value : value;
  }
  if (node.name === 'BinaryExpr' && left !== null && right !== null) {
    const [one, other] = [numberIn(left, expression), numberIn(right, expression)];
    if (one === null || other === null) return null;
    const results: Readonly<Record<string, number>> = {
      Mul: one * other,
      Div: one / other,
      Add: one + other,
      Sub: one - other,
      Pow: one ** other,
    };
    return results[left.nextSibling?.name ?? ''] ?? null;
  }
  const value = Number(textOf(node, expression));
  return Number.isFinite(value) ? value : null;
}

function hasError(node: SyntaxNode): boolean {
  let isBroken = false;
  node.tree?.iterate({
    enter(each) {
      if (each.type.isError) isBroken = true;
    },
  });
  return isBroken;
}

function textOf(node: SyntaxNode, expression: string): string {
  return expression.slice(node.from, node.to);
}
