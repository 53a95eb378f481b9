/**
 * The shape of the app's settings. Runs in tests only.
 */
import { contextStrategy } from './common-shapes.ts';
import { flag, list, nullable, object, oneOf, sha256, text, uuid, whole, type Shape } from './shapes.ts'; // prettier-ignore

const noAddress = [
  '',
  'host',
  'ftp://host',
  'file:///x',
  'http://',
  'https://ho st',
  'https://host?x',
  'https://host#x',
  5,
  undefined,
];
const hubUrl: Shape = {
  valid: ['https://huggingface.co', 'http://127.0.0.1:8080/', 'https://[::1]:1/a/b-c.d~e', `https://${'h'.repeat(292)}`],
  invalid: [...noAddress, 'https://me@host', 'https://host//x', 'https://host/a%2f', `https://${'h'.repeat(293)}`, null],
}; // prettier-ignore
const proxyUrl: Shape = {
  valid: ['http://proxy:3128', 'https://me:p%40ss@proxy/', `http://${'h'.repeat(593)}`],
  invalid: [...noAddress, 'http://proxy/path', 'http://a@b@c', 'http://:x@host', `http://${'h'.repeat(594)}`],
}; // prettier-ignore

export const appSettings = {
  language: nullable(oneOf('en', 'fr')),
  theme: oneOf('system', 'light', 'dark'),
  isFirstRunDone: flag,
  defaultModelId: nullable(sha256),
  defaultPresetId: nullable(uuid),
  contextStrategy,
  writesTitles: flag,
  lastConversationId: nullable(uuid),
  heatMap: oneOf('off', 'surprisal', 'probability', 'rank'),
  heatMapPalette: oneOf('blue', 'mono'),
  isSidebarOpen: flag,
  isInspectorOpen: flag,
  inspectorWidthPx: whole(280, 900),
  isOffline: flag,
  modelMemoryPercent: nullable(whole(0, 90)),
  unloadAfterMinutes: nullable(whole(1, 1_440)),
  hubUrl,
  proxyUrl: nullable(proxyUrl),
  ownKeys: list(object({ command: text(1, 60), keys: text(0, 60) }), 0, 100),
};
