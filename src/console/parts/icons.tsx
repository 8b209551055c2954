/** The few drawings of the console, inline, so that no icon set has to be loaded. */

const paths = {
  channel: 'M4 5h16v11H9l-5 4V5Z',
  incidents: 'M12 3 2.5 20h19L12 3Zm0 6v5m0 2.6v.4',
  alerts: 'M6 9a6 6 0 0 1 12 0c0 5 2 6 2 7H4c0-1 2-2 2-7m4 10.5a2 2 0 0 0 4 0',
  systems: 'M4 4h16v6H4V4Zm0 10h16v6H4v-6Zm3-7h.01M7 17h.01',
  people: 'M9 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM2 20c0-4 3-6 7-6s7 2 7 6M16 4.5a4 4 0 0 1 0 7M18 14.5c2.6.7 4 2.6 4 5.5',
  insights: 'M4 4v16h16M8 16v-5m4 5V7m4 9v-3',
  detections: 'M2 13h5l3-8 4 14 3-6h5',
  plugin: 'M10 4a2 2 0 0 1 4 0v3h4v4h-2a2 2 0 0 0 0 4h2v5H6v-5H4a2 2 0 0 1 0-4h2V7h4V4Z',
  oncall: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18Zm0 4v5l3.5 2',
  quiet: 'M6 9a6 6 0 0 1 9.5-4.9M18 9c0 5 2 6 2 7H9M6 9c0 5-2 6-2 7h2m4 3.5a2 2 0 0 0 4 0M3 3l18 18',
  inbox: 'M3 13 6 4h12l3 9v7H3v-7Zm0 0h6l1.5 3h3L15 13h6',
  audit: 'M6 3h9l4 4v14H6V3Zm3 7h7m-7 4h7m-7 4h4',
  close: 'M5 5l14 14M19 5 5 19',
  menu: 'M5 12h.01M12 12h.01M19 12h.01',
  send: 'M4 12 20 4l-6 16-3-7-7-1Z',
  back: 'M14 5l-7 7 7 7',
  stop: 'M8 3h8l5 5v8l-5 5H8l-5-5V8l5-5Zm1 6h6v6H9V9Z',
  search: 'M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Zm5 11.5L21 21',
  keyboard: 'M3 6h18v12H3V6Zm4 4h.01M11 10h.01M15 10h.01M8 14h8',
  external: 'M14 4h6v6m0-6-9 9M18 14v6H4V6h6',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'menu' ? 3 : 1.8}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={paths[name]} />
    </svg>
  );
}
