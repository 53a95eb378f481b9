/** English: what can go wrong when the hub of models is asked. */
import type { ErrorWords } from '../error-words.ts';

const nothingSent = 'Nothing was fetched, and nothing here has changed.';

export const hubErrors = {
  'hub.notFound': {
    what: 'The hub has no such repository, or shows it to nobody without a token.',
    safe: nothingSent,
    next: 'Check the name, or choose another model.',
  },
  'hub.unreachable': {
    what: 'The hub of models could not be reached.',
    safe: nothingSent,
    next: 'Check the connection, then ask again. The list that comes with Prisme needs no network.',
  },
  'hub.rateLimited': {
    what: 'The hub has had too many requests from this address.',
    safe: nothingSent,
    next: 'Wait for some minutes, then ask again.',
  },
  'hub.failed': {
    what: 'The hub of models could not answer.',
    safe: nothingSent,
    next: 'Try again later, or set a mirror in the settings.',
  },
  'hub.badAnswer': {
    what: 'The hub’s answer could not be understood.',
    safe: nothingSent,
    next: 'Try again. If a mirror is set in the settings, check its address.',
  },
} satisfies Record<string, ErrorWords>;
