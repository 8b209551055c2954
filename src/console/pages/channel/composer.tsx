/** Where a message is written: Enter sends, Shift + Enter breaks the line, drafts are kept. */

import { Button, Input } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Icon } from '../../parts/icons.tsx';
import { useErrorText } from '../../parts/use-notices.tsx';
import { useText } from '../../preferences/preferences.tsx';
import { readStored, writeStored } from '../../preferences/stored.ts';
import { isAddressed, unfinishedMention, withMention } from './mention.ts';

export interface ComposerProps {
  readonly draftName: string;
  readonly placeholder: string;
  readonly isFocused?: boolean;
  readonly onSend: (text: string) => Promise<void>;
}

const charactersMax = 8_000;

export function Composer({ draftName, placeholder, isFocused = false, onSend }: ComposerProps) {
  const t = useText();
  const field = useRef<TextAreaRef>(null);
  const { text, change, send, isBusy, problem } = useDraft(draftName, onSend);
  const isTooLong = text.length > charactersMax;
  const isEmpty = text.trim() === '';
  const canMention = !isEmpty && (unfinishedMention(text) !== null || !isAddressed(text));

  useEffect(() => {
    if (isFocused && window.matchMedia('(min-width: 900px)').matches) field.current?.focus();
  }, [isFocused]);

  async function sendAndStay(): Promise<void> {
    await send();
    field.current?.focus();
  }
  function mention(): void {
    change(withMention(text));
    field.current?.focus();
  }
  function press(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (event.key === 'Tab' && !event.shiftKey && unfinishedMention(text) !== null) {
      event.preventDefault();
      mention();
      return;
    }
    // Enter that picks a word of an input method is not an Enter that sends.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    void sendAndStay();
  }

  return (
    <div className="composer">
      {problem !== null && (
        <p className="form-problem" role="alert">
          {problem}
        </p>
      )}
      {isTooLong && <p className="form-problem">{t('composer.tooLong', { count: text.length })}</p>}
      <div className="composer-box">
        <Input.TextArea
          ref={field}
          variant="borderless"
          autoSize={{ minRows: 1, maxRows: 8 }}
          aria-label={placeholder}
          placeholder={placeholder}
          value={text}
          onChange={(event) => change(event.target.value)}
          onKeyDown={press}
        />
        <Button
          type="primary"
          aria-label={t('composer.send')}
          title={t('composer.send')}
          icon={<Icon name="send" size={16} />}
          loading={isBusy}
          disabled={isEmpty || isTooLong}
          onClick={() => void sendAndStay()}
        />
      </div>
      <Hint isBusy={isBusy} onMention={canMention ? mention : null} />
    </div>
  );
}

function Hint({ isBusy, onMention }: { readonly isBusy: boolean; readonly onMention: (() => void) | null }) {
  const t = useText();
  return (
    <p className="composer-hint">
      {onMention !== null ? (
        <button type="button" className="link-button" onClick={onMention}>
          {t('composer.mention')}
        </button>
      ) : (
        <span className="wide-only">{isBusy ? t('composer.sending') : t('composer.hint')}</span>
      )}
    </p>
  );
}

/** The text being written: kept in the browser until it is sent, and there again when sending fails. */
function useDraft(name: string, onSend: (text: string) => Promise<void>) {
  const t = useText();
  const textOf = useErrorText();
  const [text, setText] = useState(() => readStored(`draft.${name}`) ?? '');
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  function change(next: string): void {
    setText(next);
    writeStored(`draft.${name}`, next);
  }
  async function send(): Promise<void> {
    if (isBusy || text.trim() === '' || text.length > charactersMax) return;
    setIsBusy(true);
    setProblem(null);
    try {
      await onSend(text.trim());
      change('');
    } catch (error) {
      setProblem(`${textOf(error)} ${t('composer.failed')}`);
    }
    setIsBusy(false);
  }
  return { text, change, send, isBusy, problem };
}
