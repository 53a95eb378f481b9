/** French: exporting and importing traces, charts and heat maps. */
import type { exporting as english } from '../en/exporting.ts';
import type { Words } from '../words.ts';

export const exporting: Words<typeof english> = {
  export: 'Exporter',
  import: 'Importer une trace',
  importConversations: 'Import de conversations',
  menu: {
    reply: 'Exporter cette réponse',
    prompt: 'Exporter ce que le modèle a lu',
    scored: 'Exporter ce texte mesuré',
  },
  figureMenu: 'Exporter ce graphique',
  json: 'Trace entière',
  csv: 'Une ligne par jeton',
  heatMap: 'Image de la carte de chaleur',
  chart: 'Image du graphique',
  table: 'Son tableau',
  values: 'Valeurs sous les jetons',
  name: {
    trace: 'trace',
    reply: 'jetons',
    prompt: 'jetons lus',
    heatMap: 'carte de chaleur',
    scored: 'texte mesuré',
  },
  title: {
    reply: 'Réponse de {{model}}',
    prompt: 'Ce que {{model}} a lu',
    scored: 'Texte mesuré par {{model}}',
  },
  rawNote: 'Valeurs avant les réglages d’échantillonnage, sur tout le vocabulaire.',
  madeBy: 'Prisme {{version}}, {{date}}',
  cutNote:
    'Les {{shown}} premiers morceaux sur {{total}} : une image PNG n’en tient pas plus. Les fichiers SVG et CSV les ont tous.',
  savedDownload: '{{file}} a été remis aux téléchargements de votre navigateur.',
  savedAsking: 'Choisissez où enregistrer {{file}}.',
  tooLargeToImport:
    'Cette trace dépasse 64 Mio : d’autres programmes peuvent la lire, Prisme ne peut pas l’importer.',
  importedPrefix: 'Importée : ',
};
