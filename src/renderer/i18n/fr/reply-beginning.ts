/** French: what a person writes as the beginning of a reply. */
import type { replyBeginning as english } from '../en/reply-beginning.ts';
import type { Words } from '../words.ts';

export const replyBeginning: Words<typeof english> = {
  open: 'Dire comment la réponse commence',
  label: 'La réponse commence par',
  placeholder: 'Par exemple : Oui, car',
  hint: 'Devient les premiers jetons de la réponse, tels quels. Le modèle continue après eux.',
  trailingSpace:
    'Finit par une espace. La plupart des modèles l’écrivent avec le mot suivant : sans elle, ils continuent plus naturellement.',
  remove: 'Retirer le début',
  again: 'Réécrire avec ce début',
  line: 'Commencée par vous : « {{text}} »',
  version: 'commencée par vous : « {{text}} »',
  tokens_one: '+ {{shown}} du début de la réponse',
  tokens_other: '+ {{shown}} du début de la réponse',
};
