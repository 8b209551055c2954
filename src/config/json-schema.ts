/** The configuration's form as JSON schema, and ways to walk it: for the nearest valid name, for the example file and for editors. */

import { z } from 'zod';

/** The parts of JSON schema that zod writes for our forms. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly required?: readonly string[];
}

export type SchemaPath = readonly (string | number)[];

/** What may be written in the file; types that JSON schema can't say are left open. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
}

/** Every schema that may describe the value at the path: a union gives several, an unknown key none. */
export function schemasAt(root: JsonSchema, path: SchemaPath): readonly JsonSchema[] {
  let found: readonly JsonSchema[] = alternatives(root);
  for (const step of path) {
    found = found.flatMap((schema) => below(schema, step)).flatMap(alternatives);
  }
  return found;
}

/** The keys that are valid below the path. */
export function keysAt(root: JsonSchema, path: SchemaPath): readonly string[] {
  return [...new Set(schemasAt(root, path).flatMap((schema) => Object.keys(schema.properties ?? {})))];
}

/** Calls back for every place of the value that holds a reference to a secret, as the schema says; `labels: { env: prod }` is none. */
export function forEachSecret(
  root: JsonSchema,
  value: unknown,
  visit: (path: SchemaPath, ref: unknown) => void,
  path: SchemaPath = [],
): void {
  if (value === null || typeof value !== 'object') return;
  if (schemasAt(root, path).some(isSecretReference)) {
    visit(path, value);
    return;
  }
  for (const [key, item] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    forEachSecret(root, item, visit, [...path, key]);
  }
}

/** Every path of the schema by name, list items left out of the path: `adapters.slack.botToken`. */
export function allKeys(schema: JsonSchema, prefix = ''): readonly string[] {
  return [...new Set(alternatives(schema).flatMap((one) => keysBelow(one, prefix)))];
}

function keysBelow(schema: JsonSchema, prefix: string): readonly string[] {
  if (isSecretReference(schema)) return [];
  const named = Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    return [path, ...allKeys(inner, path)];
  });
  return typeof schema.items === 'object' ? [...named, ...allKeys(schema.items, prefix)] : named;
}

function isSecretReference(schema: JsonSchema): boolean {
  const keys = Object.keys(schema.properties ?? {});
  return keys.length === 1 && (keys[0] === 'env' || keys[0] === 'file') && schema.additionalProperties === false;
}

function below(schema: JsonSchema, step: string | number): readonly JsonSchema[] {
  if (typeof step === 'number') return typeof schema.items === 'object' ? [schema.items] : [];
  const named = schema.properties?.[step];
  if (named !== undefined) return [named];
  return typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : [];
}

function alternatives(schema: JsonSchema): readonly JsonSchema[] {
  const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  return inner.length === 0 ? [schema] : [schema, ...inner.flatMap(alternatives)];
}
