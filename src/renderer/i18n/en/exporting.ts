/** English: exporting and importing traces, charts and heat maps. */
export const exporting = {
  export: 'Export',
  import: 'Import a trace',
  menu: { reply: 'Export this reply', prompt: 'Export what the model read' },
  figureMenu: 'Export this chart',
  json: 'Whole trace',
  csv: 'One row for each token',
  heatMap: 'Picture of the heat map',
  chart: 'Picture of the chart',
  table: 'Its table',
  values: 'Values under the tokens',
  name: { trace: 'trace', reply: 'tokens', prompt: 'prompt tokens', heatMap: 'heat map' },
  title: { reply: 'Reply of {{model}}', prompt: 'What {{model}} read' },
  rawNote: 'Values before the sampler settings, over the whole vocabulary.',
  madeBy: 'Prisme {{version}}, {{date}}',
  cutNote:
    'The first {{shown}} of {{total}} pieces: a picture holds no more. The CSV and JSON files hold all.',
  savedDownload: '{{file}} was given to your browser’s downloads.',
  savedAsking: 'Choose where to save {{file}}.',
  importedPrefix: 'Imported: ',
};
