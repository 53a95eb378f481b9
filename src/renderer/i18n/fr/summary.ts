/** French: summaries that stand in the place of the oldest messages. */
import type { summary as english } from '../en/summary.ts';
import type { Words } from '../words.ts';

export const summary: Words<typeof english> = {
  mark_one: 'Le message le plus ancien est lu sous forme de résumé',
  mark_other: 'Les {{shown}} messages les plus anciens sont lus sous forme de résumé',
  by: 'Écrit par {{model}}, {{date}}',
  edited: 'modifié par vous',
  tokens_one: '{{shown}} jeton',
  tokens_other: '{{shown}} jetons',
  hint: 'Le modèle lit ce texte à la place de ces messages. Les changements comptent dès la prochaine réponse. Les messages restent tels quels.',
  text: 'Résumé',
  edit: 'Modifier',
  save: 'Enregistrer',
  cancel: 'Annuler',
  rewrite: 'Réécrire',
  rewriting: 'Réécriture',
  stop: 'Arrêter le résumé',
  drop: 'Relire les messages',
  dropHint:
    'Le modèle lit de nouveau les messages eux-mêmes. S’ils ne tiennent pas, il se passe ce que vous avez choisi pour un contexte plein.',
  dropped: 'Le résumé n’est plus lu.',
  undo: 'Annuler',
  step_one: 'Résumé du message le plus ancien',
  step_other: 'Résumé des {{shown}} messages les plus anciens',
  stepPart: 'partie {{part}} sur environ {{parts}}',
  stepReading: 'lecture de {{evaluated}} jetons sur {{total}}',
  read_one: 'Le message le plus ancien a été lu sous forme de résumé.',
  read_other: 'Les {{shown}} messages les plus anciens ont été lus sous forme de résumé.',
  readEarlier: 'Il a été modifié ou retiré depuis.',
  failures: {
    empty: 'Le modèle n’a écrit aucun résumé : les tours les plus anciens ont été laissés de côté.',
    failed: 'Le résumé n’a pas pu être écrit : les tours les plus anciens ont été laissés de côté.',
    completion:
      'Ce modèle ne fait que continuer des textes et n’écrit pas de résumé : les tours les plus anciens ont été laissés de côté.',
    noRoom:
      'Il n’y a pas de place pour un résumé à côté de ce message : les tours les plus anciens ont été laissés de côté.',
  },
  willSummarise_one:
    'Avant la réponse, le modèle écrit un résumé du message le plus ancien. Cela prend un moment.',
  willSummarise_other:
    'Avant la réponse, le modèle écrit un résumé des {{shown}} messages les plus anciens. Cela prend un moment.',
  wouldSummarise_one:
    'Ou bien le modèle écrit d’abord un résumé du message le plus ancien, ce qui prend un moment, et lit ce résumé.',
  wouldSummarise_other:
    'Ou bien le modèle écrit d’abord un résumé des {{shown}} messages les plus anciens, ce qui prend un moment, et lit ce résumé.',
  willSummariseShort_one: '1 message sera d’abord résumé',
  willSummariseShort_other: '{{shown}} messages seront d’abord résumés',
  obstacles: {
    completion:
      'Ce modèle ne fait que continuer des textes : il n’écrit pas de résumé. Les tours les plus anciens sont laissés de côté.',
    noRoom:
      'Il n’y a pas de place pour un résumé à côté de ce message. Les tours les plus anciens sont laissés de côté.',
  },
  onlyChat: 'Les résumés demandent un modèle qui répond. Celui-ci ne fait que continuer des textes.',
  onlyRoom: 'Il n’y a pas de place pour un résumé à côté de ce message.',
  send: 'Résumer les tours les plus anciens et envoyer',
};
