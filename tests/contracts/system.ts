/** The suite of systems lives where plugins can call it too: `zhiban/plugin/testing`. */

export { contextOf, describeSystem, type SuiteSystem, type SystemSuite } from '../../src/plugins/suite/system.ts';
