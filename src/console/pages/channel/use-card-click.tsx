/** A press on a card's button: the same path that Slack takes. The answer is a private notice, or a form to fill in. */

import { type ReactNode, useCallback, useState } from 'react';
import type { Form } from '../../../adapters/contract.ts';
import type { CardButton } from '../../../domain/card.ts';
import type { ConsoleMessage } from '../../../store/chat-contract.ts';
import { useBackend } from '../../live/use-resource.ts';
import { FormModal } from '../../parts/form-modal.tsx';
import { useNotices } from '../../parts/use-notices.tsx';

export function useCardClick(message: ConsoleMessage): { readonly press: (button: CardButton) => Promise<void>; readonly form: ReactNode } {
  const { calls, store } = useBackend();
  const notices = useNotices();
  const [form, setForm] = useState<Form | null>(null);
  const messageId = message.id;

  const press = useCallback(
    async (button: CardButton) => {
      try {
        const answer = await calls.click(messageId, button.id, button.value);
        if (answer.notice !== null) notices.whisper(answer.notice);
        if (answer.form !== null) setForm(answer.form);
        store.invalidate(['messages', `ref:${messageId}`]);
      } catch (error) {
        notices.failed(error);
      }
    },
    [calls, store, notices, messageId],
  );
  async function submit(fields: Readonly<Record<string, string>>): Promise<void> {
    if (form === null) return;
    const { notice } = await calls.submitForm(form.id, fields);
    if (notice !== null) notices.whisper(notice);
  }
  return {
    press,
    form: form && <FormModal form={form} isDanger={form.id.startsWith('reject')} onSubmit={submit} onClose={() => setForm(null)} />,
  };
}
