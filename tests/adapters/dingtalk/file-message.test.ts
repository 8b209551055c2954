import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileMessage, mediaTypeOf } from '../../../src/adapters/dingtalk/file-message.ts';

test('fileMessage() shows a picture as one, and anything else as a file with its ending', () => {
  assert.deepEqual(fileMessage('chart.PNG', '@m1'), { msgKey: 'sampleImageMsg', msgParam: { photoURL: '@m1' } });
  assert.deepEqual(fileMessage('slow.log', '@m2'), {
    msgKey: 'sampleFile',
    msgParam: { mediaId: '@m2', fileName: 'slow.log', fileType: 'log' },
  });
  assert.deepEqual([mediaTypeOf('a.jpeg'), mediaTypeOf('a.svg'), mediaTypeOf('png')], ['image', 'file', 'file']);
});
