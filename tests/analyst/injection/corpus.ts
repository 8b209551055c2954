/** All attacks. */

import type { Attack } from './attack.ts';
import { attacksElsewhere } from './attacks-elsewhere.ts';
import { attacksInLogs } from './attacks-in-logs.ts';

export const attacks: readonly Attack[] = [...attacksInLogs, ...attacksElsewhere];
