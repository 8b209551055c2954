/** What the reader prefers, kept in this browser: language and theme. */

import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from 'react';
import type { Locale } from '../../domain/text.ts';
import { say, type TextKey, type TextValues } from '../text.ts';
import { type Palette, palettes, paletteVariables, type ThemeName } from '../theme.ts';
import { readStored, writeStored } from './stored.ts';

export type ThemeChoice = ThemeName | 'auto';

export interface Preferences {
  readonly locale: Locale;
  readonly setLocale: (locale: Locale) => void;
  /** The server's language for this person, unless they chose one here. */
  readonly suggestLocale: (locale: Locale) => void;
  readonly themeChoice: ThemeChoice;
  readonly setThemeChoice: (choice: ThemeChoice) => void;
  readonly theme: ThemeName;
  readonly palette: Palette;
}

const PreferencesContext = createContext<Preferences | null>(null);

export function PreferencesProvider({ children }: { readonly children: ReactNode }) {
  const [locale, setLocaleState] = useState<Locale>(() => storedLocale() ?? browserLocale());
  const [themeChoice, setThemeState] = useState<ThemeChoice>(storedTheme);
  const isSystemDark = useIsSystemDark();
  const theme: ThemeName = themeChoice === 'auto' ? (isSystemDark ? 'dark' : 'light') : themeChoice;
  const palette = palettes[theme];

  useEffect(() => {
    const root = document.documentElement;
    root.lang = locale;
    root.dataset.theme = theme;
    root.style.colorScheme = theme;
    for (const [name, value] of Object.entries(paletteVariables(palette))) root.style.setProperty(name, value);
  }, [locale, theme, palette]);

  const setLocale = useCallback((next: Locale) => {
    writeStored('locale', next);
    setLocaleState(next);
  }, []);
  const suggestLocale = useCallback((next: Locale) => {
    if (storedLocale() === null) setLocaleState(next);
  }, []);
  const setThemeChoice = useCallback((next: ThemeChoice) => {
    writeStored('theme', next);
    setThemeState(next);
  }, []);
  const preferences = useMemo(
    () => ({ locale, setLocale, suggestLocale, themeChoice, setThemeChoice, theme, palette }),
    [locale, setLocale, suggestLocale, themeChoice, setThemeChoice, theme, palette],
  );
  return <PreferencesContext value={preferences}>{children}</PreferencesContext>;
}

export function usePreferences(): Preferences {
  const preferences = use(PreferencesContext);
  if (preferences === null) throw new Error('usePreferences() outside of PreferencesProvider');
  return preferences;
}

/** The catalogue in the reader's language. */
export function useText(): (key: TextKey, values?: TextValues) => string {
  const { locale } = usePreferences();
  return useCallback((key, values) => say(locale, key, values), [locale]);
}

function storedLocale(): Locale | null {
  const stored = readStored('locale');
  return stored === 'zh-CN' || stored === 'en' ? stored : null;
}

function browserLocale(): Locale {
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

function storedTheme(): ThemeChoice {
  const stored = readStored('theme');
  return stored === 'light' || stored === 'dark' ? stored : 'auto';
}

function useIsSystemDark(): boolean {
  const [isDark, setIsDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const listen = () => setIsDark(query.matches);
    query.addEventListener('change', listen);
    return () => query.removeEventListener('change', listen);
  }, []);
  return isDark;
}
