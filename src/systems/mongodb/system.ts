/** MongoDB, and what speaks its protocol; one entry is one server: a mongod, of a replica set or not, or a mongos. */

import { z } from 'zod';
import { secretRef } from '../../domain/secret.ts';
import type { SystemKind } from '../contract.ts';
import { entryShape } from '../entry.ts';
import { tcpTls } from '../tcp/open-socket.ts';
import { mongodbActions } from './actions.ts';
import { checkMongodb } from './check.ts';
import { createMongodbClient, type MongodbClient } from './client.ts';
import { mongodbCommands } from './commands.ts';
import { mongodbProbes } from './probes.ts';
import { mongodbSignatures } from './signatures.ts';

const mongodbEntry = z
  .strictObject({
    ...entryShape,
    kind: z.literal('mongodb'),
    /** One server, without login, database and options: the others of its replica set are told of by it. */
    url: z
      .string()
      .regex(
        /^mongodb:\/\/(?:[\w.-]+|\[[\da-fA-F:]+\])(?::\d{1,5})?\/?$/,
        'expected mongodb://host:port of one server, without login, database and options',
      ),
    username: z.string().min(1).max(255).optional(),
    password: secretRef.optional(),
    /** The database that keeps the user. */
    authSource: z.string().min(1).max(63).default('admin'),
    tls: tcpTls.optional(),
  })
  .refine((entry) => (entry.username === undefined) === (entry.password === undefined), {
    path: ['password'],
    error: 'expected username and password together, or neither',
  });

export type MongodbEntry = z.infer<typeof mongodbEntry>;

export const mongodbKind: SystemKind<MongodbClient, MongodbEntry> = {
  kind: 'mongodb',
  title: { 'zh-CN': 'MongoDB', en: 'MongoDB' },
  entry: mongodbEntry,
  connect: createMongodbClient,
  probes: mongodbProbes,
  signatures: mongodbSignatures,
  actions: mongodbActions,
  commands: mongodbCommands,
  check: checkMongodb,
};
