/** French: backups, and the screen of a database that cannot be opened. */
import type { backups as english } from '../en/backups.ts';
import type { Words } from '../words.ts';

export const backups: Words<typeof english> = {
  title: 'Sauvegardes',
  lead: 'Prisme copie tout une fois par jour, et avant qu’une mise à jour change la façon d’enregistrer. Les sept copies les plus récentes restent sur cette machine.',
  list: 'Sauvegardes, de la plus récente à la plus ancienne',
  none: 'Il n’y a pas encore de sauvegarde.',
  create: 'Sauvegarder maintenant',
  creating: 'Sauvegarde en cours',
  restore: 'Restaurer…',
  restoreOf: 'Restaurer la sauvegarde du {{time}}',
  confirm:
    'Prisme revient au {{time}}. Ce qui a été écrit depuis n’y est pas : cette base est gardée dans le dossier set-aside du dossier de données, et rien n’est supprimé.',
  confirmAction: 'Restaurer cette sauvegarde',
  restoring: 'Restauration en cours. Prisme se rouvre de lui-même.',
  rescueTitle: 'Vos conversations ne peuvent pas être ouvertes',
  rescueLead:
    'Le fichier qui les contient est endommagé. Il n’a pas été touché et, quel que soit votre choix, il est gardé dans le dossier set-aside du dossier de données.',
  newerTitle: 'Ces conversations viennent d’un Prisme plus récent',
  newerLead:
    'Cette version ne sait pas comment elles sont enregistrées et n’a rien changé. Mettez Prisme à jour, ou revenez à une sauvegarde d’avant.',
  salvageTitle: 'Récupérer ce qui est lisible',
  salvageLead:
    'Chaque conversation et chaque message encore lisibles sont placés dans un nouveau fichier, avec lequel Prisme continue.',
  salvage: 'Récupérer ce qui est lisible et continuer',
  salvaging: 'Lecture du fichier endommagé',
  salvaged: '{{conversations}} conversations et {{messages}} messages ont été récupérés.',
  salvagedPart:
    '{{conversations}} conversations et {{messages}} messages ont été récupérés. Une partie de ce qui était enregistré n’a pas pu être lue.',
};
