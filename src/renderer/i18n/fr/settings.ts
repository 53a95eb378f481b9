/** French: the app's settings, help. */
import type { settings as english } from '../en/settings.ts';
import type { Words } from '../words.ts';

export const settings: Words<typeof english> = {
  title: 'Réglages',
  language: 'Langue',
  english: 'English',
  french: 'Français',
  theme: 'Thème',
  themeSystem: 'Système',
  themeLight: 'Clair',
  themeDark: 'Sombre',
  palette: 'Carte de chaleur',
  paletteHint: 'Chaque degré a aussi son soulignement : la couleur n’est jamais le seul signe.',
  paletteBlue: 'Bleu',
  paletteMono: 'Soulignements seuls',
  about: 'À propos',
  version: 'Prisme {{version}}',
  privacy:
    'Rien ne quitte cette machine. Prisme n’envoie aucune requête de lui-même et ne va chercher ni police, ni image, ni mise à jour.',
  memory: 'Mémoire',
  help: {
    title: 'Ce que disent les nombres',
    lead: 'Une réponse est le choix répété d’un jeton : un mot ou un morceau de mot. Avant chaque choix, le modèle donne une probabilité à chaque jeton de son vocabulaire. Prisme garde ces nombres tels qu’ils sont calculés.',
    rawTerm: 'Avant réglages',
    raw: 'La probabilité que le modèle donne lui-même au jeton, sur tout le vocabulaire, à température 1.',
    afterTerm: 'Après réglages',
    after:
      'La probabilité avec laquelle le jeton a vraiment été tiré : une fois que la température, top-p et les autres réglages ont coupé et remodelé le choix.',
    surprisalTerm: 'Surprise, en bits',
    surprisal:
      'À quel point le jeton était inattendu : 1 bit est un pile ou face, 3,6 bits un tirage d’une chance sur douze, 0 bit était certain.',
    rankTerm: 'Rang',
    rank: 'La place du jeton parmi tous, par probabilité. Le rang 1 était le favori.',
    entropyTerm: 'Entropie',
    entropy:
      'La largeur du choix avant le jeton : 0 bit veut dire un seul jeton possible, 3 bits environ huit jetons à égalité. Donnée en intervalle quand la part hors des jetons captés laisse du jeu.',
    tailTerm: 'Les autres',
    tail: 'Tous les jetons qui ne sont pas listés, ensemble. Leur somme est exacte.',
    truthTerm: 'Probable ne veut pas dire vrai',
    truth: 'Une probabilité dit comment le modèle continuerait le texte. Elle ne dit rien du monde.',
  },
};
