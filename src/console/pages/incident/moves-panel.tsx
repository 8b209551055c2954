/** What was merged into the incident or split off it, each with the click that takes it back. */

import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { IncidentView, MoveView } from '../../../domain/view.ts';
import { useBackend, useResource } from '../../live/use-resource.ts';
import { Panel } from '../../parts/panel.tsx';
import { useNotices } from '../../parts/use-notices.tsx';
import { When } from '../../parts/when.tsx';
import { usePreferences, useText } from '../../preferences/preferences.tsx';

export function MovesPanel({ incident }: { readonly incident: IncidentView }) {
  const t = useText();
  const { locale } = usePreferences();
  const { calls } = useBackend();
  const moves = useResource(
    `moves ${locale} ${incident.id}`,
    () => calls.moves(incident.id),
    () => [`incident:${incident.id}`],
  );
  const items = moves.value?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Panel title={t('moves.title')} className="moves">
      <ul className="moves-list">
        {items.map((move) => (
          <Move key={move.id} move={move} incident={incident} />
        ))}
      </ul>
    </Panel>
  );
}

function Move({ move, incident }: { readonly move: MoveView; readonly incident: IncidentView }) {
  const t = useText();
  const { calls, store } = useBackend();
  const notices = useNotices();
  const [isBusy, setIsBusy] = useState(false);
  const isFrom = move.from.id === incident.id;
  const other = isFrom ? move.to : move.from;

  async function undo(): Promise<void> {
    setIsBusy(true);
    try {
      await calls.undoMove(move.id);
      notices.done(t('moves.undone'));
    } catch (error) {
      notices.failed(error);
    }
    setIsBusy(false);
    store.invalidate([`incident:${move.from.id}`, `incident:${move.to.id}`, 'incidents']);
  }
  return (
    <li className={move.undoneAt === null ? undefined : 'undone'}>
      <p>
        {t(`moves.${move.kind}.${isFrom ? 'from' : 'to'}`)} <Link to={`/incidents/${other.code}`}>{other.code}</Link>
        <span className="faint"> · {t('moves.alerts', { count: move.alerts })}</span>
      </p>
      <p className="moves-foot">
        <span>{move.by}</span>
        <When at={move.at} />
        {move.undoneAt === null ? (
          <Button size="small" loading={isBusy} onClick={() => void undo()}>
            {t('moves.undo')}
          </Button>
        ) : (
          <span>{t('moves.undoneBy', { name: move.undoneBy ?? '' })}</span>
        )}
      </p>
    </li>
  );
}
