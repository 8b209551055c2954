/** Every change of a RabbitMQ. Nothing here deletes a queue or a message: purging has no way back and is left to people. */

import type { Action } from '../contract.ts';
import { closeConnection } from './actions/connections.ts';
import { setVhostLimit } from './actions/limits.ts';
import { deletePolicy, setPolicy } from './actions/policies.ts';
import type { RabbitmqClient } from './client.ts';

export const rabbitmqActions: readonly Action<RabbitmqClient>[] = [closeConnection, setPolicy, deletePolicy, setVhostLimit];
