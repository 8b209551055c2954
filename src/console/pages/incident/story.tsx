/** The timeline as a story: who did what, when, with the evidence beside it. */

import { foldLooks } from '../../../domain/fold-looks.ts';
import type { TimelineView } from '../../../domain/view.ts';
import { Empty } from '../../parts/feedback.tsx';
import { When } from '../../parts/when.tsx';
import { useText } from '../../preferences/preferences.tsx';
import { EvidenceLinks } from '../evidence/evidence-links.tsx';

export function Story({ timeline }: { readonly timeline: readonly TimelineView[] }) {
  const t = useText();
  if (timeline.length === 0) return <Empty title={t('story.empty')} />;
  return (
    <ol className="story">
      {foldLooks(timeline).map((part) =>
        part.kind === 'entry' ? (
          <Entry key={part.entry.id} entry={part.entry} />
        ) : (
          <Looks key={part.entries[0]?.id} entries={part.entries} />
        ),
      )}
    </ol>
  );
}

function Entry({ entry }: { readonly entry: TimelineView }) {
  const t = useText();
  return (
    <li className={`story-entry story-${entry.kind}`}>
      <span className="story-kind">{t(`timeline.${entry.kind}`)}</span>
      <div className="story-text">
        <p>{entry.text}</p>
        <p className="story-foot">
          <span>{entry.actor === 'zhiban' ? t('story.zhiban') : entry.actor}</span>
          <When at={entry.at} />
          <EvidenceLinks ids={entry.evidenceIds} />
        </p>
      </div>
    </li>
  );
}

function Looks({ entries }: { readonly entries: readonly TimelineView[] }) {
  const t = useText();
  const [first] = entries;
  return (
    <li className="story-entry story-look">
      <span className="story-kind">{t('timeline.look')}</span>
      <details className="story-text story-looks">
        <summary>
          {t('story.looks', { count: entries.length })} {first && <When at={first.at} />}
        </summary>
        <ul>
          {entries.map((entry) => (
            <li key={entry.id}>
              {entry.text} <EvidenceLinks ids={entry.evidenceIds} />
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}
