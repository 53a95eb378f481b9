/**
 * What the processes of the suites of data say to the suite that harms them: lines of JSON on their standard output.
 * Portable but for `tell`, which runs in those processes. Decides nothing.
 */
import { writeSync } from 'node:fs';
import { z } from 'zod';

/**
 * Named things and the value that each must have on disk, for example `conversation.<id>.title`. Null in a request: it
 * will be whatever the core decides.
 */
const factsSchema = z.record(z.string(), z.string().nullable());
export type Facts = z.infer<typeof factsSchema>;

const messageSchema = z.object({
  id: z.string(),
  conversationId: z.string(),
  parentId: z.string().nullable(),
  role: z.string(),
  text: z.string(),
  state: z.string(),
  /** Why a reply ended; null: it has not, or the message is a person's. */
  reason: z.string().nullable(),
  /** Of a reply's trace. */
  tokens: z.int(),
  traceText: z.string(),
  /** What is wrong with its trace by itself: a gap, a step that cannot be read. Null: nothing. */
  fault: z.string().nullable(),
});

/** Everything that is in a database, as far as the suites compare it. */
const stockSchema = z.object({
  integrity: z.string(),
  damagedIds: z.array(z.string()),
  danglingRows: z.int(),
  settings: z.record(z.string(), z.string()),
  conversations: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      draft: z.string(),
      systemPrompt: z.string(),
      isPinned: z.boolean(),
      isInBin: z.boolean(),
      leafId: z.string().nullable(),
    }),
  ),
  messages: z.array(messageSchema),
});
export type Stock = z.infer<typeof stockSchema>;

const atMs = z.number();
export const toldSchema = z.discriminatedUnion('kind', [
  /** An engine was started. */
  z.object({ kind: z.literal('engine'), atMs, pid: z.int() }),
  /** From here on it may be harmed. */
  z.object({ kind: z.literal('begins'), atMs }),
  /** The folder is open, its replies are repaired. */
  z.object({ kind: z.literal('open'), atMs, repaired: z.int() }),
  z.object({ kind: z.literal('notOpen'), atMs, code: z.string() }),
  z.object({ kind: z.literal('stock'), atMs, stock: stockSchema }),
  /** A call begins that may make these facts true. */
  z.object({ kind: z.literal('asks'), atMs, facts: factsSchema }),
  /** It has answered: they are. `tokens`: at least so many of this reply stand on disk. */
  z.object({
    kind: z.literal('acknowledged'),
    atMs,
    facts: factsSchema,
    stream: z.object({ replyId: z.string(), tokens: z.int() }).nullable(),
  }),
  /** It has failed with this code, `unknown: …` when that was no typed error; or this reply has. */
  z.object({ kind: z.literal('refused'), atMs, code: z.string(), replyId: z.string().nullable() }),
  /** A reader has been given the tokens of a reply up to here. */
  z.object({ kind: z.literal('shown'), atMs, replyId: z.string(), toToken: z.int() }),
  z.object({ kind: z.literal('done'), atMs }),
]);
export type Told = z.infer<typeof toldSchema>;
type Untimed<Kind> = Kind extends Told ? Omit<Kind, 'atMs'> : never;

/** A clock that all processes of a machine share, in milliseconds. */
export function sharedClockMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Written before it returns: what was told outlives the process, whenever that is killed. */
export function tell(message: Untimed<Told>): void {
  writeSync(1, `${JSON.stringify({ ...message, atMs: sharedClockMs() })}\n`);
}

/** The texts of all replies of these suites: position and length say what they must be. */
export function patternText(tokens: number): string {
  return String.fromCharCode(...patternIds(0, tokens));
}

/** One token a letter. */
export function patternIds(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => 97 + ((from + index) % 26));
}
