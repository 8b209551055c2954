/** A form that the bot asks for, or that a page needs: a few text fields and one button. */

import { Input, Modal } from 'antd';
import { useState } from 'react';
import type { Form } from '../../adapters/contract.ts';
import { useText } from '../preferences/preferences.tsx';
import { useSubmission } from './use-submission.ts';

export interface FormModalProps {
  readonly form: Form;
  readonly isDanger?: boolean;
  readonly onSubmit: (fields: Readonly<Record<string, string>>) => Promise<void>;
  readonly onClose: () => void;
}

/** Stays open with the error when the submission fails, so that nothing typed is lost. */
export function FormModal({ form, isDanger = false, onSubmit, onClose }: FormModalProps) {
  const t = useText();
  const { isBusy, problem, refuse, send } = useSubmission();
  const [fields, setFields] = useState<Readonly<Record<string, string>>>({});

  async function submit(): Promise<void> {
    const missing = form.fields.find((field) => field.isRequired && (fields[field.id] ?? '').trim() === '');
    if (missing) return refuse(t('form.required', { label: missing.label }));
    await send(async () => {
      await onSubmit(fields);
      onClose();
    });
  }

  return (
    <Modal
      open
      title={form.title}
      okText={form.submit}
      cancelText={t('action.cancel')}
      okButtonProps={{ danger: isDanger }}
      confirmLoading={isBusy}
      onOk={() => void submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      {form.fields.map((field, index) => (
        <label key={field.id} className="form-field" htmlFor={`field-${field.id}`}>
          <span>{field.label}</span>
          {field.isMultiline ? (
            <Input.TextArea
              id={`field-${field.id}`}
              autoFocus={index === 0}
              autoSize={{ minRows: 3, maxRows: 8 }}
              maxLength={2_000}
              placeholder={field.placeholder ?? ''}
              value={fields[field.id] ?? ''}
              onChange={(event) => setFields({ ...fields, [field.id]: event.target.value })}
            />
          ) : (
            <Input
              id={`field-${field.id}`}
              autoFocus={index === 0}
              maxLength={500}
              placeholder={field.placeholder ?? ''}
              value={fields[field.id] ?? ''}
              onChange={(event) => setFields({ ...fields, [field.id]: event.target.value })}
              onPressEnter={() => void submit()}
            />
          )}
        </label>
      ))}
      {problem !== null && (
        <p className="form-problem" role="alert">
          {problem}
        </p>
      )}
    </Modal>
  );
}
