/** What the analyst with a model works with. */

import type { ModelCallStore } from '../store/model-contract.ts';
import type { MaskOptions } from './mask.ts';
import type { GatewayDeps, ModelGateway } from './model-gateway.ts';
import type { Prompts } from './read-prompts.ts';

export interface LlmAnalystDeps extends GatewayDeps {
  readonly store: ModelCallStore;
  readonly masking: MaskOptions;
  readonly prompts: Prompts;
  /** For tests; by default twelve random hexadecimal digits. */
  readonly newFenceMark?: (() => string) | undefined;
}

export interface Desk {
  readonly deps: LlmAnalystDeps;
  readonly gateway: ModelGateway;
  readonly mark: () => string;
}
