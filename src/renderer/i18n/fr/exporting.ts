/** French: exporting and importing traces, charts and heat maps. */
import type { exporting as english } from '../en/exporting.ts';
import type { Words } from '../words.ts';

export const exporting: Words<typeof english> = {
  export: 'Exporter',
  import: 'Importer une trace',
  menu: { reply: 'Exporter cette réponse', prompt: 'Exporter ce que le modèle a lu' },
  figureMenu: 'Exporter ce graphique',
  json: 'Trace entière',
  csv: 'Une ligne par jeton',
  heatMap: 'Image de la carte de chaleur',
  chart: 'Image du graphique',
  table: 'Son tableau',
  values: 'Valeurs sous les jetons',
  name: { trace: 'trace', reply: 'jetons', prompt: 'jetons lus', heatMap: 'carte de chaleur' },
  title: { reply: 'Réponse de {{model}}', prompt: 'Ce que {{model}} a lu' },
  rawNote: 'Valeurs avant les réglages d’échantillonnage, sur tout le vocabulaire.',
  madeBy: 'Prisme {{version}}, {{date}}',
  cutNote:
    'Les {{shown}} premiers morceaux sur {{total}} : une image n’en tient pas plus. Les fichiers CSV et JSON les ont tous.',
  savedDownload: '{{file}} a été remis aux téléchargements de votre navigateur.',
  savedAsking: 'Choisissez où enregistrer {{file}}.',
  importedPrefix: 'Importée : ',
};
