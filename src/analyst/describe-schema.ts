/** Writes a zod schema as a typed signature of a few bytes: `count?:int 1..128=10`. A catalogue of JSON schemas would fill the prompt. */

import { z } from 'zod';

/** `slowlog(count?:int 1..128=10)`; what can't be written down is `any`. */
export function describeCall(name: string, schema: z.ZodType): string {
  return `${name}(${describeParameters(schema)})`;
}

function describeParameters(schema: z.ZodType): string {
  const json: unknown = jsonSchemaOf(schema);
  const properties = entriesOf(field(json, 'properties'));
  const required = field(json, 'required');
  const isRequired = (name: string): boolean => Array.isArray(required) && required.includes(name);
  return properties
    .slice(0, 12)
    .map(([name, property]) => `${name}${isRequired(name) ? '' : '?'}:${describeType(property)}`)
    .join(', ');
}

function jsonSchemaOf(schema: z.ZodType): unknown {
  try {
    return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  } catch {
    return {};
  }
}

function describeType(property: unknown): string {
  const allowed = field(property, 'enum');
  const fixed = field(property, 'const');
  const type = field(property, 'type');
  let text = typeof type === 'string' ? type : Array.isArray(type) ? type.join('|') : 'any';
  if (Array.isArray(allowed)) text = allowed.slice(0, 12).map(String).join('|');
  else if (fixed !== undefined) text = JSON.stringify(fixed);
  else if (text === 'integer' || text === 'number') text = `${text === 'integer' ? 'int' : 'number'}${rangeOf(property)}`;
  else if (text === 'any') text = alternativesOf(property);
  const standard = field(property, 'default');
  return standard === undefined || typeof standard === 'object' ? text : `${text}=${JSON.stringify(standard)}`;
}

function alternativesOf(property: unknown): string {
  const alternatives = field(property, 'anyOf') ?? field(property, 'oneOf');
  return Array.isArray(alternatives) && alternatives.length > 0
    ? [...new Set(alternatives.slice(0, 4).map(describeType))].join('|')
    : 'any';
}

function rangeOf(property: unknown): string {
  const least = bound(field(property, 'minimum') ?? field(property, 'exclusiveMinimum'));
  const most = bound(field(property, 'maximum') ?? field(property, 'exclusiveMaximum'));
  return least === '' && most === '' ? '' : ` ${least}..${most}`;
}

/** The bounds of a safe integer are no bounds worth telling. */
function bound(value: unknown): string {
  return typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? String(value) : '';
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
