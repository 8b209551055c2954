/** Asks which incident gets the alerts of this one. */

import { Button } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { IncidentView } from '../../../domain/view.ts';
import { useBackend } from '../../live/use-resource.ts';
import { FormModal } from '../../parts/form-modal.tsx';
import { useNotices } from '../../parts/use-notices.tsx';
import { useText } from '../../preferences/preferences.tsx';

export function MergeButton({ incident }: { readonly incident: IncidentView }) {
  const t = useText();
  const { calls, store } = useBackend();
  const notices = useNotices();
  const navigate = useNavigate();
  const [isAsking, setIsAsking] = useState(false);

  async function merge(fields: Readonly<Record<string, string>>): Promise<void> {
    const { move } = await calls.merge(incident.id, (fields.into ?? '').trim());
    notices.done(t('merge.done', { from: move.from.code, to: move.to.code }));
    store.invalidate([`incident:${move.from.id}`, `incident:${move.to.id}`, 'incidents']);
    await navigate(`/incidents/${move.to.code}`);
  }
  return (
    <>
      <Button onClick={() => setIsAsking(true)}>{t('merge.button')}</Button>
      {isAsking && (
        <FormModal
          form={{
            id: 'merge',
            title: t('merge.title', { code: incident.code }),
            submit: t('merge.submit'),
            fields: [{ id: 'into', label: t('merge.into'), isMultiline: false, isRequired: true, placeholder: 'ZB-10' }],
          }}
          onSubmit={merge}
          onClose={() => setIsAsking(false)}
        />
      )}
    </>
  );
}
