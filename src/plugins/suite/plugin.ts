/** `zhiban/plugin/testing`: the suites that hold a plugin to the contract, under one name. */

export type { AdapterPeer, VisibleMessage } from './adapter-peer.ts';
export type { ChatSuite, PreparedChat } from './chat.ts';
export { describePlugin, type PluginSuite } from './describe-plugin.ts';
export { contextOf, describeSystem, logsAround, type SuiteSystem, type SystemSuite } from './system.ts';
