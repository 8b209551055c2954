import assert from 'node:assert/strict';
import { it } from 'node:test';
import { kafkaDirectory, kafkaProject, kafkaVersion } from '../../scripts/kafka-jars.ts';

it('kafkaProject names the version that the cache is kept for, and no repository', () => {
  assert.ok(kafkaDirectory.endsWith(`kafka-${kafkaVersion}`));
  assert.match(kafkaProject, new RegExp(`kafka_2\\.13</artifactId><version>${kafkaVersion.replaceAll('.', '\\.')}<`));
  assert.doesNotMatch(kafkaProject, /https?:|<repositor/);
});
