/**
 * A piece of a file that is being written. Runs in the core.
 */
export type DocumentPart = {
  readonly text: string;
  /** How many conversations stand in the file before this part. */
  readonly conversations: number;
};
