import { test } from 'node:test';
import { goneService, hungService } from '../../src/demo/orders-scenarios.ts';
import { playScenario } from './stage.ts';

test('hungService hurts from the moment it is broken, and leaves nothing behind', () => playScenario(hungService));

test('goneService hurts from the moment it is broken, and leaves nothing behind', () => playScenario(goneService));
