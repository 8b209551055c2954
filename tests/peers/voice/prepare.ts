/** A voice before its HTTP peer, in the words of the contract suite. */

import type { Voice } from '../../../src/adapters/voice/contract.ts';
import type { PreparedVoice, VoiceFault } from '../../contracts/voice.ts';
import type { HttpPeer, PeerFault } from './http-peer.ts';

export interface VoiceCase {
  readonly peer: HttpPeer;
  readonly destination: string;
  readonly open: (base: string) => Voice;
  /** The words of a message. */
  readonly read: (body: string) => string;
  readonly faults: Readonly<Record<Exclude<VoiceFault, 'lost'>, PeerFault>>;
  readonly secrets: readonly string[];
  readonly calls: readonly string[];
}

export async function prepareVoice({ peer, destination, open, read, faults, secrets, calls }: VoiceCase): Promise<PreparedVoice> {
  const base = await peer.start();
  return {
    ...{ voice: open(base), destination, secrets, calls },
    said: () => peer.accepted.map(({ body }) => read(body)),
    fail: (fault) => void peer.faults.push(fault === 'lost' ? 'lost' : faults[fault]),
    stop: () => peer.stop(),
  };
}

/** Every string in a JSON body, as people would read them. */
export function wordsOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(wordsOf).join('\n');
  return typeof value === 'object' && value !== null ? Object.values(value).map(wordsOf).join('\n') : '';
}
