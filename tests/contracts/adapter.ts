/** The suite of chat adapters lives where plugins can call it too: `zhiban/plugin/testing`. */

export { describeAdapter } from '../../src/plugins/suite/adapter.ts';
