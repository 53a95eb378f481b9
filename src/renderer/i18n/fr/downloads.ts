/** French: downloads of models. */
import type { downloads as english } from '../en/downloads.ts';
import type { Words } from '../words.ts';

export const downloads: Words<typeof english> = {
  title: 'Téléchargements',
  pause: 'Mettre en pause le téléchargement de {{name}}',
  resume: 'Reprendre le téléchargement de {{name}}',
  retry: 'Réessayer',
  cancel: 'Annuler le téléchargement de {{name}}',
  cancelTitle: 'Annuler ce téléchargement ?',
  cancelBody: 'Les {{size}} de {{name}} déjà arrivés sont supprimés.',
  cancelYes: 'Annuler le téléchargement',
  cancelNo: 'Le garder',
  dismiss: 'Retirer {{name}} de cette liste',
  progress: 'Téléchargement de {{name}}',
  received: '{{received}} sur {{size}}',
  speed: '{{speed}}/s',
  secondsLeft_one: 'encore {{shown}} seconde environ',
  secondsLeft_other: 'encore {{shown}} secondes environ',
  minutesLeft_one: 'encore {{shown}} minute environ',
  minutesLeft_other: 'encore {{shown}} minutes environ',
  hoursLeft_one: 'encore {{shown}} heure environ',
  hoursLeft_other: 'encore {{shown}} heures environ',
  from: 'de {{repository}}',
  startedAgain: 'Le fichier a changé sur le serveur : le téléchargement a recommencé.',
  state: {
    waiting: 'Attend son tour',
    running: 'Téléchargement en cours',
    retrying: 'La connexion s’est coupée. Un nouvel essai se fait de lui-même.',
    verifying: 'Vérification de chaque octet',
    pausedPerson: 'En pause. Ce qui est arrivé est conservé.',
    pausedOffline: 'En pause, car Prisme est hors ligne. Ce qui est arrivé est conservé.',
    complete: 'Terminé : il est parmi vos modèles.',
  },
  indicator_one: '{{shown}} téléchargement : {{fraction}}',
  indicator_other: '{{shown}} téléchargements : {{fraction}}',
};
