/** French: what fills the context, and what happens when it is full. */
import type { context as english } from '../en/context.ts';
import type { Words } from '../words.ts';

export const context: Words<typeof english> = {
  title: 'Ce qui remplit le contexte',
  open: 'Ce qui remplit le contexte : {{used}} jetons sur {{total}}',
  shown: '{{used}} sur {{total}}',
  overShown: '{{used}} sur {{total}} : trop long',
  part: 'Partie',
  tokens: 'Jetons',
  parts: {
    template: 'Gabarit de discussion',
    system: 'Consigne',
    summary: 'Résumé des plus anciens',
    history: 'Messages précédents',
    attachments: 'Documents joints',
    text: 'Ce message',
    beginning: 'Début de la réponse',
    reserve: 'Gardé pour la réponse',
    free: 'Libre',
  },
  sum: 'Contexte',
  exact: 'Compté par le découpage du modèle lui-même. La réponse peut aussi prendre ce qui est libre.',
  tooLong:
    'Le tout ferait {{needed}} jetons. Le contexte en contient {{total}}, dont {{reserve}} restent libres pour la réponse.',
  alone: 'Ce message à lui seul dépasse le contexte. Il ne peut pas être envoyé tel quel.',
  withDocuments:
    'Les documents joints ont {{attached}} jetons, et {{room}} tiendraient. Retirez-en un, joignez-en une partie, ou chargez le modèle avec un contexte plus long.',
  willCut_one: 'Le message le plus ancien ne sera pas lu :',
  willCut_other: 'Les {{shown}} messages les plus anciens ne seront pas lus :',
  wouldCut_one:
    'La question vous sera posée avant l’envoi. Pour faire de la place, le message le plus ancien ne serait pas lu :',
  wouldCut_other:
    'La question vous sera posée avant l’envoi. Pour faire de la place, les {{shown}} messages les plus anciens ne seraient pas lus :',
  reply: 'Réponse',
  willCutShort_one: '1 message ne sera pas lu',
  willCutShort_other: '{{shown}} messages ne seront pas lus',
  strategy: 'Quand elle ne tient plus',
  strategies: {
    stop: 'Me demander',
    dropOldest: 'Écarter les plus anciens',
    summariseOldest: 'Résumer les plus anciens',
  },
  strategyHints: {
    stop: 'Rien n’est envoyé. Vous voyez ce qui serait laissé de côté, et vous décidez.',
    dropOldest:
      'Le modèle ne lit pas les questions les plus anciennes ni leurs réponses, aussi peu que possible. La consigne reste. Chaque réponse dit ce qui n’a pas été lu.',
    summariseOldest:
      'Le modèle écrit d’abord un résumé des questions les plus anciennes et de leurs réponses, et le lit à leur place. Elles restent dans la conversation. Vous pouvez lire et modifier le résumé.',
  },
  strategyDefault: 'Quand une conversation ne tient plus',
  strategyDefaultHint: 'Ce que font d’abord les nouvelles conversations. Chacune peut en décider autrement.',
};
