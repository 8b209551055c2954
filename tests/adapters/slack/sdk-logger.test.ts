import assert from 'node:assert/strict';
import { it } from 'node:test';
import { LogLevel } from '@slack/bolt';
import { createSdkLogger } from '../../../src/adapters/slack/sdk-logger.ts';
import { createLog } from './slack-harness.ts';

it('createSdkLogger() passes warnings and errors on as short warnings', () => {
  const lines: string[] = [];
  const logger = createSdkLogger(createLog(lines), LogLevel.WARN);

  logger.debug('no');
  logger.info('no');
  logger.warn('w', new Error('why'));
  logger.error({ secret: 1 }, 'x'.repeat(900));

  assert.equal(lines.length, 2);
  assert.match(lines[0] ?? '', /"warn".*"w why"/);
  assert.ok((lines[1] ?? '').length < 600 && !lines[1]?.includes('secret'));
  assert.equal(logger.getLevel(), LogLevel.WARN);
});
