/** Puts a plugin into the configuration file or takes it out: comments and everything else in it stay as they are. */

import { isSeq, parseDocument } from 'yaml';
import { ZhibanError } from '../domain/errors.ts';

export type WrittenEntry = { readonly path: string } | { readonly package: string } | { readonly market: string };

/** Throws ZhibanError `invalid` for bad YAML. */
export function withPlugin(text: string, entry: WrittenEntry): string {
  return changed(text, (document) => {
    if (!isSeq(document.get('plugins'))) document.set('plugins', document.createNode([]));
    document.addIn(['plugins'], document.createNode(entry));
  });
}

/** Without the entry at the index; the key goes with the last one. */
export function withoutPlugin(text: string, index: number): string {
  return changed(text, (document) => {
    document.deleteIn(['plugins', index]);
    const left = document.get('plugins');
    if (isSeq(left) && left.items.length === 0) document.delete('plugins');
  });
}

function changed(text: string, change: (document: ReturnType<typeof parseDocument>) => void): string {
  const document = parseDocument(text, { prettyErrors: false });
  const [problem] = document.errors;
  if (problem !== undefined) throw new ZhibanError('invalid', `The configuration is no YAML: ${problem.message}`);
  change(document as ReturnType<typeof parseDocument>);
  return document.toString({ lineWidth: 140 });
}
