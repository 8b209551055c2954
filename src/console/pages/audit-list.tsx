/** Audit entries, newest first; earlier ones on request. */

import { Button } from 'antd';
import { useState } from 'react';
import type { AuditEntry } from '../../store/contract.ts';
import { useBackend, useResource } from '../live/use-resource.ts';
import { Empty, ErrorNote, Loading } from '../parts/feedback.tsx';
import { useNotices } from '../parts/use-notices.tsx';
import { When } from '../parts/when.tsx';
import { usePreferences, useText } from '../preferences/preferences.tsx';
import { sayWord } from '../text.ts';

const pageSize = 100;

export function AuditList({ incidentId = null }: { readonly incidentId?: string | null }) {
  const t = useText();
  const { calls } = useBackend();
  const notices = useNotices();
  const [older, setOlder] = useState<readonly AuditEntry[]>([]);
  const [isEnd, setIsEnd] = useState(false);
  const newest = useResource(
    `audit ${incidentId ?? 'all'}`,
    () => calls.audit(incidentId, null, pageSize),
    () => (incidentId === null ? ['audit'] : [`incident:${incidentId}`]),
  );
  if (newest.value === null) return newest.error === null ? <Loading /> : <ErrorNote error={newest.error} onRetry={newest.reload} />;

  const known = new Set(newest.value.items.map((entry) => entry.seq));
  const entries = [...newest.value.items, ...older.filter((entry) => !known.has(entry.seq))].sort((one, other) => other.seq - one.seq);
  if (entries.length === 0) return <Empty title={t('audit.empty')}>{t('audit.empty.body')}</Empty>;
  const oldest = entries.at(-1);
  async function loadOlder(): Promise<void> {
    if (!oldest) return;
    try {
      const { items } = await calls.audit(incidentId, oldest.seq, pageSize);
      setOlder([...older, ...items]);
      setIsEnd(items.length < pageSize);
    } catch (error) {
      notices.failed(error);
    }
  }
  return (
    <>
      <ul className="audit">
        {entries.map((entry) => (
          <AuditRow key={entry.seq} entry={entry} />
        ))}
      </ul>
      {newest.value.items.length >= pageSize && !isEnd && (
        <p className="list-more">
          <Button onClick={() => void loadOlder()}>{t('action.more')}</Button>
        </p>
      )}
    </>
  );
}

function AuditRow({ entry }: { readonly entry: AuditEntry }) {
  const t = useText();
  const { locale } = usePreferences();
  const details = Object.keys(entry.details).length > 0 ? JSON.stringify(entry.details, null, 2) : null;
  return (
    <li className={`audit-row outcome-${entry.outcome}`}>
      <details>
        <summary>
          <span className="audit-seq">{entry.seq}</span>
          <span className="audit-when">
            <When at={entry.at} />
          </span>
          <span className="audit-actor">
            {entry.actor} <span className="faint">{sayWord(locale, 'door', entry.door)}</span>
          </span>
          <code className="audit-action">{entry.action}</code>
          <span className="audit-target">{entry.target}</span>
          <span className="audit-outcome">{t(`outcome.${entry.outcome}`)}</span>
        </summary>
        <pre className="mono-block">{`${details === null ? '' : `${details}\n`}hash ${entry.hash}\nprev ${entry.previousHash}`}</pre>
      </details>
    </li>
  );
}
