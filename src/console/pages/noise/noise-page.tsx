/** What is kept quiet: silences, alerts that were not told and why, and the rules with their dry run. */

import '../../style/noise.css';
import { Segmented } from 'antd';
import { useSearchParams } from 'react-router';
import { useTitle } from '../../parts/use-title.ts';
import { useText } from '../../preferences/preferences.tsx';
import { RulesPart } from './rules-part.tsx';
import { SilencesPart } from './silences-part.tsx';
import { SuppressedPart } from './suppressed-part.tsx';

const parts = ['silences', 'suppressed', 'rules'] as const;

export function NoisePage() {
  const t = useText();
  useTitle(t('noise.title'));
  const [search, setSearch] = useSearchParams();
  const part = parts.find((each) => each === search.get('part')) ?? 'silences';
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{t('noise.title')}</h1>
          <p className="soft">{t('noise.about')}</p>
        </div>
      </header>
      <Segmented
        aria-label={t('noise.title')}
        value={part}
        options={parts.map((value) => ({ value, label: t(`noise.${value}`) }))}
        onChange={(value) => setSearch(value === 'silences' ? {} : { part: value }, { replace: true })}
      />
      {part === 'silences' && <SilencesPart />}
      {part === 'suppressed' && <SuppressedPart />}
      {part === 'rules' && <RulesPart />}
    </div>
  );
}
