/** French: the list of conversations. */
import type { conversations as english } from '../en/conversations.ts';
import type { Words } from '../words.ts';

export const conversations: Words<typeof english> = {
  heading: 'Conversations',
  new: 'Nouvelle conversation',
  untitled: 'Nouvelle conversation',
  pinned: 'Épinglées',
  today: 'Aujourd’hui',
  yesterday: 'Hier',
  week: 'Sept derniers jours',
  pin: 'Épingler',
  unpin: 'Désépingler',
  export: 'Exporter…',
  actions: 'Actions pour {{title}}',
  nameOf: 'Nom de la conversation',
  deleted: '« {{title}} » a été supprimée.',
  generating: 'une réponse est en cours',
  empty: 'Vos conversations apparaîtront ici.',
  hide: 'Masquer les conversations',
  show: 'Afficher les conversations',
  models: 'Modèles',
  prompts: 'Demandes',
  settings: 'Réglages',
  help: 'Aide',
};
