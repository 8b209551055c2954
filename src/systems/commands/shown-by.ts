/** A command whose answer a look has already: what it shows is bounded, and what is secret is left out of it. */

import { SystemError } from '../../domain/errors.ts';
import type { Probe } from '../contract.ts';
import type { ReadForm, Slots } from './forms.ts';

/** The form is run as the probe is, with the parameters that its words say; by default with none. */
export function shownBy<Client>(
  form: string,
  probe: Probe<Client>,
  given: (slots: Slots) => Readonly<Record<string, unknown>> = () => ({}),
): ReadForm<Client> {
  return {
    form,
    async run(client, slots, context) {
      const seen = await probe.look(client, probe.parameters.parse(given(slots)), context);
      if (seen.status !== 'ok') throw new SystemError(seen.reason ?? seen.headline.en, { retry: 'never' });
      return seen.text.trim() === '' ? seen.headline.en : seen.text;
    },
  };
}
