/**
 * The three things that an error says, in this order: what happened, what is safe, what to do next. Portable types.
 */
export type ErrorWords = {
  readonly what: string;
  /** Null where nothing could be at risk. */
  readonly safe: string | null;
  readonly next: string;
};
