/** The description of the API, made from the same schemas that check it. */

import swagger from '@fastify/swagger';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { App } from './app.ts';
import { errorSchema } from './schemas/answers.ts';
import { incidentSchema, incidentSummarySchema } from './schemas/incident-schemas.ts';
import { linkSchema, personSchema } from './schemas/people-schemas.ts';
import { planSchema } from './schemas/plan-schemas.ts';
import {
  auditEntrySchema,
  demoSchema,
  evidenceSchema,
  formSchema,
  messageSchema,
  noticeSchema,
  systemSchema,
} from './schemas/record-schemas.ts';

/** Schemas that get a name of their own in the description. */
const named = {
  Incident: incidentSchema,
  IncidentSummary: incidentSummarySchema,
  Plan: planSchema,
  Evidence: evidenceSchema,
  System: systemSchema,
  AuditEntry: auditEntrySchema,
  Message: messageSchema,
  Notice: noticeSchema,
  Form: formSchema,
  Demo: demoSchema,
  Person: personSchema,
  Link: linkSchema,
  Error: errorSchema,
} as const;

/** Must be registered before the routes. */
export async function addOpenApi(app: App, version: string): Promise<void> {
  const schemaRegistry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) schemaRegistry.add(schema, { id });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Zhiban', version, description: 'The colleague on duty. Errors are `{ error: { kind, message, details } }`.' },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'The admin token, or the token of a person in the configuration' },
          session: { type: 'apiKey', in: 'cookie', name: 'zhiban_session', description: 'What POST /api/v1/login sets' },
          hookBearer: { type: 'http', scheme: 'bearer', description: 'The hook token' },
          hookBasic: { type: 'http', scheme: 'basic', description: 'The hook token as the password; the user may be anything' },
        },
      },
      security: [{ bearer: [] }, { session: [] }],
    },
    transform: createJsonSchemaTransform({ schemaRegistry }),
    transformObject: createJsonSchemaTransformObject({ schemaRegistry }),
  });
}
