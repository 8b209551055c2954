/** Text of any form that tells of Kubernetes objects: JSON or YAML of the API, descriptions, tables of `kubectl get`, lines of events. */

import { parse } from 'yaml';
import type { Answer } from './casebook.ts';
import type { Resource } from './objects.ts';
import { parseApiObjects } from './parse-api.ts';
import { readDescribe } from './read-describe.ts';
import { readTables } from './read-table.ts';

const textMax = 50_000_000;

export interface ReadText {
  readonly objects: Answer['objects'];
  /** Kinds of which the text lists all that there are. */
  readonly complete: readonly Resource[];
}

/** Never throws: text that tells of no object brings none. `namespace` is where objects of tables are. */
export function readKubernetesText(text: string, namespace?: string): ReadText {
  const given = text.slice(0, textMax);
  if (/^\s*[[{]/.test(given)) {
    const json = readJson(given);
    if (json !== null) return json;
  }
  if (/^\s*(?:apiVersion|kind):\s/m.test(given)) {
    const manifest = readDocuments(given);
    if (manifest.objects.length > 0) return manifest;
  }
  return { objects: [...readDescribe(given), ...readTables(given, namespace)], complete: [] };
}

/** YAML documents, as `kubectl get -o yaml` and manifests have them; a document that cannot be read is left out. */
export function readManifest(text: string): Answer['objects'] {
  return readDocuments(text).objects;
}

function readDocuments(text: string): ReadText {
  const documents = text.split(/^---\s*$/m).filter((part) => part.trim() !== '');
  const parsed = documents.flatMap((part) => {
    try {
      return [parseApiObjects(parse(part, { logLevel: 'silent', maxAliasCount: 50 }))];
    } catch {
      return [];
    }
  });
  return { objects: parsed.flatMap(({ objects }) => objects), complete: parsed.flatMap(({ listed }) => listed) };
}

function readJson(text: string): ReadText | null {
  try {
    const { objects, listed } = parseApiObjects(JSON.parse(text));
    return { objects, complete: listed };
  } catch {
    return null;
  }
}
