/**
 * What proves to the hub who asks: a token that a person gives Prisme. Portable. It goes in and never comes out again.
 * Where requests go is in settings.ts.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { errorMap } from './errors.ts';

const procedure = oc.errors(errorMap);

export const networkStatusSchema = z.object({
  /**
   * Where the token is: in the system's store of secrets, or, where there is none, in memory until Prisme closes. Null:
   * there is no token.
   */
  token: z.enum(['systemStore', 'memory']).nullable(),
});
export type NetworkStatus = z.infer<typeof networkStatusSchema>;

export const networkContract = {
  status: procedure.input(z.object({})).output(networkStatusSchema),
  /** Takes the place of the one before. */
  setToken: procedure
    .input(z.object({ token: z.string().regex(/^[\w.-]{1,500}$/) }))
    .output(networkStatusSchema),
  forgetToken: procedure.input(z.object({})).output(networkStatusSchema),
};
