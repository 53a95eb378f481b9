/** French: the privacy page. */
import type { privacy as english } from '../en/privacy.ts';
import type { Words } from '../words.ts';

export const privacy: Words<typeof english> = {
  title: 'Confidentialité',
  lead: 'Ce que Prisme envoie, où il écoute et ce qu’il garde, en direct. Ce que fait le code natif du moteur ne se voit pas d’ici ; les tests le surveillent du dehors.',
  requests: 'Requêtes vers d’autres machines',
  requestCount_one: '{{shown}} requête',
  requestCount_other: '{{shown}} requêtes',
  since: 'depuis le {{moment}}',
  requestsNone:
    'C’est normal : Prisme n’utilise le réseau que quand vous cherchez un modèle sur le serveur ou le téléchargez. Toute autre tentative serait refusée et figurerait ici.',
  requestsRefused: 'Toutes ont été refusées, et rien n’a été envoyé.',
  requestsSome: '{{shown}} d’entre elles ont été refusées.',
  onlyLatest: 'Les {{shown}} dernières sont listées, toutes sont comptées.',
  time: 'Quand',
  from: 'Par',
  what: 'Quoi',
  to: 'Vers',
  result: 'Résultat',
  refused: 'refusée',
  allowed: 'permise',
  process: { core: 'cœur', engine: 'moteur', shell: 'fenêtre', page: 'page' },
  kind: { connection: 'connexion', datagram: 'paquet', name: 'recherche d’un nom', request: 'requête' },
  offline: 'Hors ligne',
  offlineHint:
    'Ce que personne n’a lancé est toujours refusé, avec ou sans ce réglage. Hors ligne refuse aussi ce que vous lanceriez vous-même : chercher sur le serveur de modèles, et télécharger.',
  listening: 'Points d’écoute',
  listeningCount_one: '{{shown}} point d’écoute',
  listeningCount_other: '{{shown}} points d’écoute',
  listeningNone: 'Aucun autre programme ne peut se connecter à Prisme.',
  listeningOwn:
    'Il sert cette page. Seuls des programmes de cette machine peuvent l’atteindre, et seulement avec l’adresse que Prisme a affichée.',
  listeningOpen: 'Au moins un est accessible depuis d’autres machines. Prisme n’en ouvre jamais de lui-même.',
  data: 'Vos données',
  copyPath: 'Copier le chemin',
  dataHint:
    'Un dossier sur cette machine, que seul votre compte peut lire. Ce que vous exportez va là où vous le dites.',
  part: 'Quoi',
  files: 'Fichiers',
  size: 'Taille',
  total: 'En tout',
  parts: {
    database: 'Conversations, traces et réglages',
    backups: 'Sauvegardes, et bases mises de côté',
    logs: 'Journaux, sans aucun texte',
    models: 'Fichiers de modèles',
    other: 'Verrou et fenêtre',
  },
  modelDirs: 'Des fichiers de modèles sont aussi cherchés dans :',
  delete: {
    title: 'Tout supprimer',
    goes: 'Disparaît pour de bon, sans corbeille : toutes les conversations et leurs traces, les sauvegardes et les bases mises de côté, les réglages et les journaux, ce qui est connu des modèles, et les fichiers de modèles envoyés par cette page.',
    stays:
      'Reste : tous les autres fichiers de modèles, où qu’ils soient, ce que vous avez exporté, la taille et la place de la fenêtre.',
    open: 'Tout supprimer…',
    final: 'Personne ne pourra revenir en arrière. Prisme repart ensuite comme au premier jour.',
    type: 'Pour confirmer, tapez : {{phrase}}',
    phrase: 'tout supprimer',
    confirm: 'Tout supprimer pour de bon',
    running: 'Suppression en cours',
  },
};
