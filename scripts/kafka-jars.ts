/** Where the jars of the Kafka that tests start are kept, which ones they are, and whether they are there. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const kafkaVersion = '4.1.0';
const log4jVersion = '2.24.3';

export const kafkaDirectory = join(import.meta.dirname, '..', 'node_modules', '.cache', `kafka-${kafkaVersion}`);

/** Maven's own way to a project's libraries; which repository it asks is the business of the machine's settings. */
export const kafkaProject = `<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>zhiban.tests</groupId>
  <artifactId>kafka</artifactId>
  <version>1</version>
  <dependencies>
${[
  ['org.apache.kafka', 'kafka_2.13', kafkaVersion],
  ['org.apache.logging.log4j', 'log4j-slf4j-impl', log4jVersion],
  ['org.apache.logging.log4j', 'log4j-core', log4jVersion],
]
  .map(
    ([group, artifact, version]) =>
      `    <dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`,
  )
  .join('\n')}
  </dependencies>
</project>
`;

/** The last file that is written says that all others are whole. */
export const kafkaMarker = join(kafkaDirectory, 'complete');

export function hasKafka(): boolean {
  return existsSync(kafkaMarker);
}
