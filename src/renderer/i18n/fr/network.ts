/** French: the part of the settings about other machines. */
import type { network as english } from '../en/network.ts';
import type { Words } from '../words.ts';

export const network: Words<typeof english> = {
  title: 'Réseau',
  lead: 'Prisme ne joint une autre machine que si vous cherchez sur le serveur de modèles ou y téléchargez.',
  hub: 'Serveur de modèles',
  hubHint: 'Un miroir peut être indiqué ici. Vide : {{usual}}.',
  proxy: 'Serveur mandataire (proxy)',
  proxyHint:
    'Par exemple http://proxy:3128, précédé au besoin d’un nom et d’un mot de passe ; ils sont gardés dans la base de données de Prisme. Vide : aucun.',
  wrongAddress:
    'Ce n’est pas une adresse qui commence par http:// ou https://. Ce qui était réglé reste en place.',
  token: 'Jeton pour le serveur de modèles',
  tokenHint:
    'Pour les modèles dont vous avez accepté les conditions. Il n’est envoyé qu’au serveur de modèles et n’est jamais affiché.',
  wrongToken: 'Un jeton n’a que des lettres, des chiffres, « _ », « - » et « . ».',
  save: 'Enregistrer',
  forget: 'Oublier le jeton',
  kept: {
    systemStore: 'Le jeton est enregistré dans le coffre à secrets du système.',
    memory: 'Le jeton est gardé jusqu’à la fermeture de Prisme : il n’y a pas de coffre à secrets ici.',
  },
};
