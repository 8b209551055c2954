/** The words of the adapter suite, which lives where plugins can call it too. */

export {
  type AdapterHarness,
  type AdapterPeer,
  exampleCard,
  options,
  type StartedAdapter,
  say,
  settle,
  until,
  type VisibleMessage,
} from '../../src/plugins/suite/adapter-peer.ts';
