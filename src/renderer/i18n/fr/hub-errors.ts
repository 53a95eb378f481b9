/** French: what can go wrong when the hub of models is asked. */
import type { ErrorWords } from '../error-words.ts';

const nothingSent = 'Rien n’a été téléchargé, et rien n’a changé ici.';

export const hubErrors = {
  'hub.notFound': {
    what: 'Le serveur de modèles n’a pas ce dépôt, ou ne le montre à personne sans jeton.',
    safe: nothingSent,
    next: 'Vérifiez le nom, ou choisissez un autre modèle.',
  },
  'hub.unreachable': {
    what: 'Le serveur de modèles n’a pas pu être joint.',
    safe: nothingSent,
    next: 'Vérifiez la connexion, puis demandez à nouveau. La liste fournie avec Prisme n’a pas besoin de réseau.',
  },
  'hub.rateLimited': {
    what: 'Le serveur de modèles a reçu trop de requêtes de cette adresse.',
    safe: nothingSent,
    next: 'Attendez quelques minutes, puis demandez à nouveau.',
  },
  'hub.failed': {
    what: 'Le serveur de modèles n’a pas pu répondre.',
    safe: nothingSent,
    next: 'Réessayez plus tard, ou indiquez un miroir dans les réglages.',
  },
  'hub.badAnswer': {
    what: 'La réponse du serveur de modèles n’a pas pu être comprise.',
    safe: nothingSent,
    next: 'Réessayez. Si un miroir est indiqué dans les réglages, vérifiez son adresse.',
  },
} satisfies Record<string, ErrorWords>;
