/**
 * The part of the catalogue (errors.ts) that is about asking the hub of models. Portable.
 */
export const hubErrors = {
  'hub.notFound': {
    message: 'The hub has no such repository, or shows it to nobody without a token.',
    action: 'Check the name, or choose another model.',
  },
  'hub.unreachable': {
    message: 'The hub of models could not be reached.',
    action: 'Check the connection, then ask again. The list that comes with Prisme needs no network.',
  },
  'hub.rateLimited': {
    message: 'The hub has had too many requests from this address.',
    action: 'Wait for some minutes, then ask again.',
  },
  'hub.failed': {
    message: 'The hub of models could not answer.',
    action: 'Try again later, or set a mirror in the settings.',
  },
  'hub.badAnswer': {
    message: 'The hub’s answer could not be understood.',
    action: 'Try again. If a mirror is set in the settings, check its address.',
  },
} as const;
