/** `node --import` this: the tests of a plugin may import `zhiban/plugin` and `zhiban/plugin/testing` without installing anything. */

import { resolveOwnModules } from '../resolve-hook.ts';

resolveOwnModules();
