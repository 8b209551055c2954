/** The colours, once: custom properties for our own styles and tokens for Ant Design. Colour means state and nothing else. */

import type { CardTone } from '../domain/card.ts';

export interface Palette {
  readonly canvas: string;
  readonly surface: string;
  readonly sunken: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly ink: string;
  readonly inkSoft: string;
  readonly inkFaint: string;
  /** For each state: the colour of text and marks, and the pale ground behind them. */
  readonly tones: Readonly<Record<CardTone, { readonly mark: string; readonly ground: string }>>;
}

export type ThemeName = 'light' | 'dark';

export const palettes: Readonly<Record<ThemeName, Palette>> = {
  light: {
    canvas: '#f5f6f8',
    surface: '#ffffff',
    sunken: '#eef0f3',
    line: '#dfe3e8',
    lineStrong: '#8d97a5',
    ink: '#17202b',
    inkSoft: '#465162',
    inkFaint: '#5b6675',
    tones: {
      firing: { mark: '#c1121f', ground: '#fdecec' },
      investigating: { mark: '#0b5cb8', ground: '#e7f0fb' },
      waiting: { mark: '#9a4300', ground: '#fff0e0' },
      snoozed: { mark: '#566171', ground: '#eceff3' },
      resolved: { mark: '#176b3a', ground: '#e5f4eb' },
    },
  },
  dark: {
    canvas: '#0e1217',
    surface: '#161b22',
    sunken: '#0a0d11',
    line: '#2a323d',
    lineStrong: '#657182',
    ink: '#e8ecf1',
    inkSoft: '#b6bfca',
    inkFaint: '#939eac',
    tones: {
      firing: { mark: '#ff8f86', ground: '#3a191b' },
      investigating: { mark: '#84bbff', ground: '#13273e' },
      waiting: { mark: '#f6b673', ground: '#37250f' },
      snoozed: { mark: '#a3adba', ground: '#232b35' },
      resolved: { mark: '#74d99c', ground: '#112e1e' },
    },
  },
};

/** `--ink: #17202b`, … for the root element. */
export function paletteVariables(palette: Palette): Readonly<Record<string, string>> {
  const { tones, ...plain } = palette;
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(plain)) variables[`--${kebab(name)}`] = value;
  for (const [tone, { mark, ground }] of Object.entries(tones)) {
    variables[`--${tone}`] = mark;
    variables[`--${tone}-ground`] = ground;
  }
  return variables;
}

/** What Ant Design is told; its primary colour is ink, because a blue button would look like a state. */
export function antTokens(palette: Palette) {
  return {
    colorPrimary: palette.ink,
    colorInfo: palette.tones.investigating.mark,
    colorError: palette.tones.firing.mark,
    colorWarning: palette.tones.waiting.mark,
    colorSuccess: palette.tones.resolved.mark,
    colorLink: palette.ink,
    colorText: palette.ink,
    colorTextSecondary: palette.inkSoft,
    colorTextTertiary: palette.inkFaint,
    colorTextDescription: palette.inkFaint,
    colorTextPlaceholder: palette.inkFaint,
    colorTextLightSolid: palette.surface,
    colorBgBase: palette.surface,
    colorBgLayout: palette.canvas,
    colorBgContainer: palette.surface,
    colorBgElevated: palette.surface,
    colorBorder: palette.lineStrong,
    colorBorderSecondary: palette.line,
    borderRadius: 8,
    fontSize: 14,
    fontFamily: 'var(--font)',
    fontFamilyCode: 'var(--mono)',
    controlHeight: 34,
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.18s',
  };
}

/** Where the algorithm would grey our ink, the component is told directly. */
export function antComponents(palette: Palette) {
  return {
    Button: {
      primaryShadow: 'none',
      defaultShadow: 'none',
      dangerShadow: 'none',
      fontWeight: 500,
      colorPrimary: palette.ink,
      colorPrimaryHover: palette.inkSoft,
      colorPrimaryActive: palette.inkSoft,
      primaryColor: palette.surface,
      defaultBorderColor: palette.lineStrong,
      defaultHoverColor: palette.ink,
      defaultHoverBorderColor: palette.ink,
      defaultActiveColor: palette.ink,
      defaultActiveBorderColor: palette.ink,
    },
    Segmented: { trackBg: palette.line, itemSelectedBg: palette.surface, itemColor: palette.inkSoft, itemHoverColor: palette.ink },
    Tabs: { itemColor: palette.inkSoft, itemHoverColor: palette.ink, itemSelectedColor: palette.ink, inkBarColor: palette.ink },
    Input: { activeShadow: 'none', activeBorderColor: palette.ink, hoverBorderColor: palette.inkSoft },
  };
}

/** The WCAG contrast ratio of two `#rrggbb` colours, 1..21. */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((left, right) => left - right);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
