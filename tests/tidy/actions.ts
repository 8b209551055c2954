/** Rule 5: what can change production sits in `actions.ts` or the folder of that name, and each action can be checked, verified and undone. */

import { isNode, lineAt, type Offence, propertiesOf, type Source, type SyntaxNode, walk } from './source.ts';

const actionFile = /\/actions(\/[^/]+)?\.ts$/;
const neededProperties = ['precheck', 'isApplied', 'apply', 'verify', 'undo'];

export function findStrayActions(sources: readonly Source[]): Offence[] {
  const rooms = sources.filter(({ path }) => /^src\/systems\/[^/]+\//.test(path));
  return rooms.flatMap((source) => (actionFile.test(source.path) ? findIncompleteActions(source) : findActionExports(source)));
}

/** An export whose declared type is `Action<…>`, a list of them, or a function that answers one. */
function findActionExports(source: Source): Offence[] {
  const offences: Offence[] = [];
  for (const node of walk(source.program.body)) {
    if (node.type !== 'ExportNamedDeclaration' || !isNode(node.declaration)) continue;
    const head = source.text.slice(node.start, node.end).split(/\{|=>/, 1)[0] ?? '';
    if (/\bAction<|\bAction\[\]/.test(head)) {
      offences.push({
        path: source.path,
        line: lineAt(source.text, node.start),
        what: 'an action is exported outside actions.ts or actions/',
      });
    }
  }
  return offences;
}

/** An object with `apply` and `risk` is an action, however its type is named. */
function findIncompleteActions(source: Source): Offence[] {
  const offences: Offence[] = [];
  for (const node of walk(source.program.body)) {
    if (node.type !== 'ObjectExpression') continue;
    const names = namesOf(node);
    if (!names.has('apply') || !names.has('risk') || names.has('...')) continue;
    const line = lineAt(source.text, node.start);
    for (const needed of neededProperties) {
      if (!names.has(needed)) offences.push({ path: source.path, line, what: `the action has no '${needed}'` });
    }
    const undo = propertiesOf(node).get('undo');
    if (undo?.type === 'ObjectExpression' && !isUndo(undo)) {
      offences.push({ path: source.path, line, what: `'undo' needs 'apply', or 'impossible' with the reason in words` });
    }
  }
  return offences;
}

/** A spread may bring anything; it is listed as `...`. */
function namesOf(object: SyntaxNode): Set<string> {
  const isSpread = Array.isArray(object.properties) && object.properties.some((each) => isNode(each) && each.type === 'SpreadElement');
  return new Set([...propertiesOf(object).keys(), ...(isSpread ? ['...'] : [])]);
}

function isUndo(undo: SyntaxNode): boolean {
  const names = namesOf(undo);
  return names.has('...') || names.has('apply') || names.has('impossible');
}
