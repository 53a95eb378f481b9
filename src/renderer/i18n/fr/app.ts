/** French: the frame of the window, the command palette, the keys. */
import type { app as english } from '../en/app.ts';
import type { Words } from '../words.ts';

export const app: Words<typeof english> = {
  heatMap: {
    label: 'Carte de chaleur',
    off: 'Aucune',
    surprisal: 'Surprise',
    probability: 'Probabilité',
    rank: 'Rang',
  },
  startTitle: 'Ouverture de Prisme',
  skipToText: 'Aller au champ de message',
  sidebar: 'Conversations',
  inspector: 'Inspecteur',
  reading: 'Conversation',
  resizeInspector: 'Largeur de l’inspecteur',
  closeInspector: 'Fermer l’inspecteur',
  notices: 'Avis',
  connectionLost: 'La connexion à Prisme est coupée. Elle est en train d’être rétablie.',
  connectionHint:
    'Les réponses en cours continuent. Si ce message reste, relancez Prisme et ouvrez l’adresse qu’il affiche.',
  connecting: 'Connexion à Prisme',
  startup: {
    title: 'Prisme a remis vos données en ordre',
    interrupted_one:
      'Une réponse était en cours quand Prisme s’est arrêté. Elle est gardée et marquée comme interrompue.',
    interrupted_other:
      '{{shown}} réponses étaient en cours quand Prisme s’est arrêté. Elles sont gardées et marquées comme interrompues.',
    damaged_one:
      'Le texte d’un message ne correspond plus à son empreinte. Il est montré tel qu’il est enregistré.',
    damaged_other:
      'Le texte de {{shown}} messages ne correspond plus à leur empreinte. Ils sont montrés tels qu’ils sont enregistrés.',
    backup: 'La base de données a été mise à jour. La copie d’avant est {{file}}, dans le dossier backups.',
  },
  failure: {
    title: 'Cette partie de la fenêtre n’a pas pu être dessinée',
    safe: 'Vos conversations sont gardées par un autre processus et sont intactes.',
    action: 'Dessiner à nouveau',
  },
  palette: {
    title: 'Commandes',
    placeholder: 'Une commande, une conversation ou un modèle',
    empty: 'Rien ne correspond.',
    conversations: 'Conversations',
    models: 'Modèles',
    commands: 'Commandes',
  },
  keys: {
    title: 'Touches',
    groupChat: 'Conversation',
    groupWindow: 'Fenêtre',
    groupText: 'Dans le texte d’une réponse',
    groupComposer: 'Dans le champ de message',
    send: 'Envoyer',
    newLine: 'Nouvelle ligne',
    editLast: 'Modifier le dernier message, quand le champ est vide',
    moveToken: 'Jeton précédent ou suivant',
    moveWord: 'Mot précédent ou suivant',
    pinToken: 'Montrer le jeton dans l’inspecteur',
    leaveText: 'Quitter le texte',
  },
  commands: {
    newChat: 'Nouvelle conversation',
    palette: 'Toutes les commandes',
    keys: 'Montrer les touches',
    toggleSidebar: 'Afficher ou masquer les conversations',
    focusSidebar: 'Aller à la liste des conversations',
    focusComposer: 'Aller au champ de message',
    previousConversation: 'Conversation précédente',
    nextConversation: 'Conversation suivante',
    toggleInspector: 'Afficher ou masquer l’inspecteur',
    toggleHeatMap: 'Carte de chaleur, oui ou non',
    stop: 'Arrêter la réponse',
    regenerate: 'Réécrire la dernière réponse',
    copyReply: 'Copier la dernière réponse',
    conversationSettings: 'Réglages de cette conversation',
    models: 'Modèles',
    settings: 'Réglages',
    help: 'Ce que disent les nombres',
    themeLight: 'Thème clair',
    themeDark: 'Thème sombre',
    themeSystem: 'Thème du système',
    languageEnglish: 'English',
    languageFrench: 'Français',
    deleteConversation: 'Supprimer cette conversation',
  },
};
