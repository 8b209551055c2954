/** Aliases that lead to nothing but empty indices while an index of the same family holds the documents. */

import type { Facts } from '../../../domain/evidence.ts';

interface Index {
  readonly index: string;
  readonly documents: number | null;
}

interface Alias {
  readonly alias: string;
  readonly index: string;
}

/** Pure. First who was named, then whose documents are in an index that no alias leads to any more. */
export function emptyAliasFacts(indices: readonly Index[], aliases: readonly Alias[], named: readonly string[]) {
  const documents = new Map(indices.map(({ index, documents: count }) => [index, count]));
  const reached = new Set(aliases.map(({ index }) => index));
  const empty = [...Map.groupBy(aliases, ({ alias }) => alias)].flatMap(([alias, of]) => {
    const targets = of.map(({ index }) => index);
    if (alias.startsWith('.') || !targets.every((index) => documents.get(index) === 0)) return [];
    const stems = new Set([alias, ...targets].map(stemOf));
    const [sibling] = indices
      .filter(({ index, documents: count }) => (count ?? 0) > 0 && !targets.includes(index) && stems.has(stemOf(index)))
      .toSorted(
        (one, other) => Number(reached.has(one.index)) - Number(reached.has(other.index)) || (other.documents ?? 0) - (one.documents ?? 0),
      );
    return sibling === undefined ? [] : [{ alias, targets, sibling, isLeft: !reached.has(sibling.index) }];
  });
  const rank = ({ alias, isLeft }: (typeof empty)[number]): number => Number(named.includes(alias)) * 2 + Number(isLeft);
  const [worst] = empty.toSorted((one, other) => rank(other) - rank(one));
  return {
    'access.emptyAliases': empty.length,
    'access.emptyAlias': worst?.alias ?? '',
    'access.emptyAliasIndex': worst?.targets.slice(0, 5).join(', ') ?? '',
    'access.fullSibling': worst?.sibling.index ?? '',
    'access.fullSiblingDocuments': worst?.sibling.documents ?? 0,
    'access.isSiblingLeft': worst?.isLeft ?? false,
    'access.isEmptyAliasNamed': worst !== undefined && named.includes(worst.alias),
  } satisfies Facts;
}

/** `products-v8`, `products_2026.11.28`, `products-blue` and `products-new` are of the family `products`. */
function stemOf(name: string): string {
  return name.replace(/([-_.](v?\d[\d._-]*|new|old|next|blue|green|tmp|reindex(ed)?))+$/i, '');
}
