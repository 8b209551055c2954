import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDetectionGroup } from '../../src/domain/detection.ts';

test('isDetectionGroup() tells what a detection opened from everything else', () => {
  assert.equal(isDetectionGroup('detection:disk@web-1'), true);
  for (const other of [null, '', 'alertmanager:detection:x', 'detections']) assert.equal(isDetectionGroup(other), false);
});
