/** As Docker allows names of containers; an id is one, too. Nothing in it can lead to another address of the API. */

import { z } from 'zod';

export const containerName = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,127}$/, 'expected the name or id of a container');
