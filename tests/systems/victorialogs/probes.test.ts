import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSamples } from '../../../src/systems/http-api/metrics.ts';
import { ingestionProbe } from '../../../src/systems/victorialogs/probes/ingestion.ts';
import { queryProbe } from '../../../src/systems/victorialogs/probes/query.ts';
import { stateFacts } from '../../../src/systems/victorialogs/probes/self.ts';
import { labelsOf } from '../../../src/systems/victorialogs/probes/streams.ts';

describe('facts of VictoriaLogs', () => {
  it('stateFacts() takes what is not exposed for unknown', () => {
    const facts = stateFacts(
      readSamples('vl_storage_is_read_only{path="d"} 1\nflag{name="retentionPeriod", value="7d", is_set="true"} 1\n'),
      0,
    );

    assert.deepEqual(
      [facts['self.isReadOnly'], facts['self.retention'], facts['self.freeDiskRatio'], facts['self.memoryRatio']],
      [true, '7d', null, null],
    );
  });

  it('labelsOf() reads a stream', () => assert.deepEqual(labelsOf('{app="a",pod="x-1"}'), { app: 'a', pod: 'x-1' }));

  it('its looks are named as the guide names them', () => assert.deepEqual([ingestionProbe.name, queryProbe.name], ['ingestion', 'query']));
});
