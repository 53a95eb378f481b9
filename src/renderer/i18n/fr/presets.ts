/** French: presets, which bundle a system prompt, a sampler, a template and perhaps a model. */
import type { presets as english } from '../en/presets.ts';
import type { Words } from '../words.ts';

export const presets: Words<typeof english> = {
  title: 'Préréglages',
  about:
    'Un préréglage contient une consigne, les réglages du tirage, le gabarit et ce qui se passe quand le contexte est plein ; et un modèle, si vous voulez. Une conversation en prend tout d’un coup et garde ses propres valeurs.',
  empty:
    'Pas encore de préréglage. Réglez une conversation à votre goût, puis gardez cela comme préréglage dans ses réglages.',
  preset: 'Préréglage',
  none: 'Aucun',
  noneHint: 'Choisir un préréglage remplace d’un coup les valeurs ci-dessous. Cela peut être annulé.',
  keep: 'Garder comme préréglage',
  keepHint: 'Tout ce qui suit est gardé, sans la graine.',
  all: 'Tous les préréglages',
  name: 'Nom du préréglage',
  withModel: 'Avec le modèle {{model}}',
  save: 'Garder',
  same: 'Tout est comme dans le préréglage.',
  changed: 'Changé depuis : {{parts}}.',
  parts: {
    model: 'modèle',
    systemPrompt: 'consigne',
    settings: 'tirage',
    template: 'gabarit',
    contextStrategy: 'ce qui se passe quand le contexte est plein',
  },
  modelGone: 'Son modèle {{model}} n’est pas ici ; celui de la conversation écrit.',
  back: 'Revenir au préréglage',
  update: 'Mettre à jour le préréglage',
  applied: 'La conversation a maintenant tout de « {{name}} »',
  appliedWithoutModel:
    'La conversation a maintenant tout de « {{name}} », sauf son modèle {{model}}, qui n’est pas ici',
  updated: '« {{name}} » a maintenant les valeurs de cette conversation',
  deleted: '« {{name}} » supprimé. Les conversations gardent leurs valeurs.',
  begin: 'Nouvelle conversation',
  beginMenu: 'Nouvelle conversation avec un préréglage',
  beginWith: 'Nouvelle conversation avec « {{name}} »',
  use: 'Utiliser ici le préréglage « {{name}} »',
  anyModel: 'Tout modèle',
  noPrompt: 'Pas de consigne',
  actions: 'Actions pour {{name}}',
  usual: 'pour les nouvelles conversations',
  makeUsual: 'Utiliser pour les nouvelles conversations',
  notUsual: 'Ne plus utiliser pour les nouvelles conversations',
  duplicate: 'Dupliquer',
  files: 'Fichiers de préréglages',
  filesHint: 'En JSON, sans conversations.',
  export: 'Tout exporter',
  import: 'Importer',
  came_one: '{{count}} préréglage est venu.',
  came_other: '{{count}} préréglages sont venus.',
};
