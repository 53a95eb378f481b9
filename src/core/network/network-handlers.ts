/**
 * Answers the network part of the contract. Runs in the core. A token is never part of an answer.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { HubToken } from './hub-token.ts';

export function networkHandlers(implementer: CoreImplementer, token: HubToken) {
  const procedures = implementer.network;
  return {
    status: procedures.status.handler(() => token.status()),
    setToken: procedures.setToken.handler(({ input }) => token.set(input.token)),
    forgetToken: procedures.forgetToken.handler(() => token.forget()),
  };
}
