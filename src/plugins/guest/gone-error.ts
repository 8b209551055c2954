/** Thrown for a call that names what this process doesn't have: it was started anew since. */
export class GoneError extends Error {}
