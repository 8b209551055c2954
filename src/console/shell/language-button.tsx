/** The other language, in its own words. */

import { Button } from 'antd';
import { usePreferences, useText } from '../preferences/preferences.tsx';

export function LanguageButton() {
  const t = useText();
  const { locale, setLocale } = usePreferences();
  return (
    <Button
      className="language"
      type="text"
      lang={locale === 'en' ? 'zh-CN' : 'en'}
      title={t('menu.language.hint')}
      onClick={() => setLocale(locale === 'en' ? 'zh-CN' : 'en')}
    >
      {t('menu.language')}
    </Button>
  );
}
