/** French: tokeniser. */
import type { tokenizer as english } from '../en/tokenizer.ts';
import type { Words } from '../words.ts';

export const tokenizer: Words<typeof english> = {
  title: 'Découpage en jetons',
  lead: 'Comment un modèle découpe un texte en morceaux, ceux qu’il lit et qu’il écrit.',
  noModel: 'Choisissez un modèle ci-dessus : chacun découpe à sa façon.',
  text: 'Texte',
  placeholder: 'Écrivez ou collez un texte',
  plain:
    'Tout ce qui est ici est du texte : le nom d’une marque, comme {{mark}}, est découpé comme un autre mot.',
  models: 'Modèles',
  showIds: 'Numéros sous les jetons',
  same: 'Même découpage',
  different: '{{total}} découpages différents.',
  inTurn: 'Un seul modèle est en mémoire : chacun est chargé à son tour.',
  loading: 'Chargement de {{model}} pour découper le texte',
  asBoxes: 'Voir dans le texte',
  tokensOf: 'Jetons de {{model}}. Les flèches vont de l’un à l’autre.',
  tokens: 'Jetons',
  characters: 'Caractères',
  bytes: 'Octets',
  perWord: 'Jetons par mot',
  perToken: 'Octets par jeton',
  showMore: 'En montrer {{more}} de plus sur {{left}}',
  tokenOf: '{{position}} sur {{total}}',
  id: 'n° {{id}}',
  part: 'Une partie d’un caractère : avec ses voisins, elle forme « {{character}} ».',
  columns: { position: 'Place', token: 'Jeton', number: 'Numéro', hex: 'Octets', type: 'Type' },
  types: {
    undefined: 'indéfini',
    normal: 'normal',
    unknown: 'inconnu',
    control: 'contrôle',
    userDefined: 'ajouté',
    unused: 'inutilisé',
    byte: 'octet',
  },
};
