/** The browser's storage for small things; a browser that forbids it just forgets them. */

const prefix = 'zhiban.';

export function readStored(name: string): string | null {
  try {
    return localStorage.getItem(prefix + name);
  } catch {
    return null;
  }
}

/** Null or an empty text removes it. */
export function writeStored(name: string, value: string | null): void {
  try {
    if (value === null || value === '') localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, value);
  } catch {
    // A full or forbidden storage costs the reader a preference, nothing else.
  }
}
