/** The audit log, and the button that checks the whole chain. */

import '../style/incident.css';
import { Button } from 'antd';
import { useState } from 'react';
import type { AuditCheck } from '../api/calls.ts';
import { useBackend } from '../live/use-resource.ts';
import { useNotices } from '../parts/use-notices.tsx';
import { useTitle } from '../parts/use-title.ts';
import { useText } from '../preferences/preferences.tsx';
import { AuditList } from './audit-list.tsx';

export function AuditPage() {
  const t = useText();
  useTitle(t('audit.title'));
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{t('audit.title')}</h1>
          <p className="soft">{t('audit.about')}</p>
        </div>
        <VerifyButton />
      </header>
      <AuditList />
    </div>
  );
}

function VerifyButton() {
  const t = useText();
  const { calls } = useBackend();
  const notices = useNotices();
  const [isBusy, setIsBusy] = useState(false);
  const [check, setCheck] = useState<AuditCheck | null>(null);
  async function verify(): Promise<void> {
    setIsBusy(true);
    try {
      setCheck(await calls.verifyAudit());
    } catch (error) {
      notices.failed(error);
    }
    setIsBusy(false);
  }
  return (
    <div className="verify" role="status">
      {check !== null && !isBusy && (
        <span className={check.brokenAt === null ? 'tone-text-resolved' : 'tone-text-firing'}>
          {check.brokenAt === null
            ? `✓ ${t('audit.intact', { count: check.entries })}`
            : `✕ ${t('audit.broken', { seq: check.brokenAt, reason: check.reason ?? '' })}`}
        </span>
      )}
      <Button loading={isBusy} onClick={() => void verify()}>
        {isBusy ? t('audit.verifying') : t('audit.verify')}
      </Button>
    </div>
  );
}
