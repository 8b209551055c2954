import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectionCalls } from '../../../src/console/api/detection-calls.ts';
import { createRequests } from '../../../src/console/api/request.ts';

test('detectionCalls() escapes ids, and pauses and resumes by their own paths', async () => {
  const urls: string[] = [];
  const fetchUrl = async (url: Parameters<typeof fetch>[0]) => {
    urls.push(String(url));
    return Response.json({});
  };
  const calls = detectionCalls(createRequests({ locale: () => 'en', onUnauthorized: () => {}, fetch: fetchUrl }));

  await calls.detection('disk@web/1');
  await calls.holdDetection('depth', true);
  await calls.holdDetection('depth', false);
  await calls.markDetection('ZB-1', 'useful');

  assert.deepEqual(
    urls.map((url) => url.replace('?locale=en', '')),
    [
      '/api/v1/detections/disk%40web%2F1',
      '/api/v1/detections/depth/pause',
      '/api/v1/detections/depth/resume',
      '/api/v1/incidents/ZB-1/usefulness',
    ],
  );
});
