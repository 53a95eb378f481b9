/**
 * Whether a message on a page's way in can be a request at all. Runs in the core and in the web shell, before oRPC, which
 * takes the outer form of a message for granted and fails with a piece of its text. What a request asks for is checked
 * later, against the contract. Pure.
 */
import { z } from 'zod';

const requestType = 1;
const abortType = 4;

/** A body comes as plain JSON: no files, no forms and no streams go from a page to the core. */
const headersSchema = z.record(
  z.string().regex(/^(?!content-)[a-z-]+$/),
  z.union([z.string(), z.array(z.string())]),
);

const id = z.string().min(1).max(64);
const messageSchema = z.union([
  z.object({
    i: id,
    t: z.literal(requestType).optional(),
    p: z.object({
      u: z
        .string()
        .max(2_000)
        .regex(/^\/(?!\/)/),
      m: z.enum(['POST', 'GET']).optional(),
      h: headersSchema.optional(),
    }),
  }),
  z.object({ i: id, t: z.literal(abortType) }),
]);

/** True for a request and for the end of one. */
export function isPageMessage(data: unknown): data is string {
  if (typeof data !== 'string') return false;
  try {
    return messageSchema.safeParse(JSON.parse(data)).success;
  } catch {
    return false;
  }
}
