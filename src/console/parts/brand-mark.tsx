/** The clock of the one on duty. */

export function BrandMark() {
  return (
    <svg className="brand-mark" viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="currentColor" />
      <g fill="none" stroke="var(--surface)" strokeWidth="2.5" strokeLinecap="round" strokeLinejoin="round">
        <circle cx="16" cy="16" r="8.5" />
        <path d="M16 11v5l3.5 2.5" />
      </g>
    </svg>
  );
}
