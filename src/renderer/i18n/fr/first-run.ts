/** French: the first start. */
import type { firstRun as english } from '../en/first-run.ts';
import type { Words } from '../words.ts';

export const firstRun: Words<typeof english> = {
  progress: 'Étape {{step}} sur {{count}}',
  languageTitle: 'Bienvenue dans Prisme',
  languageHint:
    'Conversez avec un modèle de langue sur votre propre machine, et voyez combien chaque mot était probable. Dans quelle langue voulez-vous lire ?',
  modelTitle: 'Choisir un modèle',
  modelHint: 'Un modèle est un fichier GGUF. Il reste sur cette machine, comme tout ce que vous écrivez.',
  calibrationTitle: 'Connaître votre machine',
  calibrationHint: 'Prisme charge {{model}} et mesure une fois sa vitesse d’écriture ici.',
  loading: 'Chargement du modèle',
  measuring: 'Mesure de la vitesse',
  resultFast: '{{model}} écrit ici environ {{speed}} jetons par seconde : plus vite que vous ne lisez.',
  resultReading:
    '{{model}} écrit ici environ {{speed}} jetons par seconde : à peu près votre vitesse de lecture.',
  resultSlow:
    '{{model}} écrit ici environ {{speed}} jetons par seconde. Un modèle plus petit serait plus rapide.',
  resultThreads: 'Prisme utilisera {{threads}}, le meilleur nombre mesuré ici.',
  ready: '{{model}} est prêt.',
  start: 'Commencer',
  find: 'Trouver un modèle',
  later: 'Choisir un modèle plus tard',
};
