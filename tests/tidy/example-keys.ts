/** Rule 9: every key of the configuration, and of every kind's entry, is shown in the commented example. */

import { z } from 'zod';

/** The names of keys that the schema has and the example never shows; `where` tells whose they are. */
export function findUnshownKeys(where: string, schema: z.ZodType, example: string): string[] {
  const shown = new Set(example.match(/[A-Za-z][A-Za-z0-9]*(?=:)/g));
  const names = new Set(namesIn(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })));
  return [...names].filter((name) => !shown.has(name)).map((name) => `${where}: '${name}' is not in config/zhiban.example.yaml`);
}

function namesIn(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(namesIn);
  if (typeof schema !== 'object' || schema === null) return [];
  const own =
    'properties' in schema && typeof schema.properties === 'object' && schema.properties !== null ? Object.keys(schema.properties) : [];
  return [...own, ...Object.values(schema).flatMap(namesIn)];
}
