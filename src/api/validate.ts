/** Checks what is sent against the route's schema; the answer names every wrong field, in the reader's language. */

import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import { describeIssues } from '../config/describe-issue.ts';
import { jsonSchemaOf } from '../config/json-schema.ts';
import { formatPath } from '../config/problem.ts';
import { joinText } from '../domain/text.ts';
import { refusal } from './app.ts';

export const validateRequest: FastifySchemaCompiler<z.ZodType> =
  ({ schema, httpPart }) =>
  (input: unknown) => {
    const result = schema.safeParse(input ?? {});
    if (result.success) return { value: result.data };
    return { error: invalidRequest(httpPart ?? 'body', result.error.issues, input ?? {}, schema) };
  };

function invalidRequest(part: string, issues: z.core.$ZodIssue[], input: unknown, schema: z.ZodType): Error {
  const where = part === 'querystring' ? 'query' : part;
  const described = describeIssues(issues, input, jsonSchemaOf(schema)).slice(0, 20);
  const fields = described.map(({ path, text }) => ({ path: formatPath([where, ...path]), text }));
  const text = joinText(
    fields.map(({ path, text: reason }) => ({ en: `${path}: ${reason.en}`, 'zh-CN': `${path}：${reason['zh-CN']}` })),
    '; ',
  );
  return refusal('invalid', text, { details: { fields: fields.map(({ path, text: reason }) => ({ path, message: reason.en })) } });
}
