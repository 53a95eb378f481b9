/**
 * A small tree that breaks every rule about arrows once: scripts/arrows.mjs writes it into a temporary folder and
 * wants every breach reported. Plain data.
 */

/** The rules of .dependency-cruiser.mjs that the tree breaks. */
export const plantedBreaches = [
  'probability-knows-only-itself',
  'contract-knows-only-probability',
  'core-knows-only-contract-probability',
  'engine-knows-only-contract-probability',
  'egress-knows-only-contract',
  'network-belongs-to-egress-and-web',
  'renderer-knows-only-contract-probability',
  'preload-knows-only-contract-probability',
  'main-knows-only-core-contract-probability',
  'web-knows-only-core-contract-probability',
  'cli-knows-only-core-contract-probability',
  'electron-belongs-to-main-and-preload',
  'sqlite-belongs-to-core-db',
  'llama-belongs-to-engine',
  'readers-belongs-to-core-documents',
  'documents-are-read-in-their-thread',
  'react-belongs-to-renderer',
  'proxies-belongs-to-egress',
  'sockets-belongs-to-web',
  'main-knows-no-chats',
  'portable-code-and-pages-use-no-node',
  'features-are-islands',
  'features-do-not-know-the-app',
  'components-know-no-feature',
  'no-cycles',
  'everything-resolves',
];

/** Paths under src/ and what stands in each file. */
export const breachingFiles = {
  'cli/breach.ts': `import { breach as main } from '../main/breach.ts';
export const breach = main;
`,
  'contract/breach.ts': `import { thing } from '#core/thing.ts';
import { readFileSync } from 'node:fs';
export const breach = [thing, readFileSync];
`,
  'contract/good.ts': `export const good = 1;
`,
  'core/breach.ts': `import { shell } from '../web/breach.ts';
import { app } from 'electron';
import Database from 'better-sqlite3';
import { getLlama } from 'node-llama-cpp';
import { getDocument } from 'unpdf/pdfjs';
import { readPdf } from './documents/read-pdf.ts';
import { createElement } from 'react';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { WebSocket } from 'ws';
export const breach = [shell, app, Database, getLlama, getDocument, readPdf, createElement, HttpsProxyAgent, WebSocket];
`,
  'core/conversations/list.ts': `export const list = 1;
`,
  'core/documents/read-pdf.ts': `export const readPdf = 1;
`,
  'core/thing.ts': `export const thing = 1;
`,
  'egress/breach.ts': `import { thing } from '#core/thing.ts';
export const breach = thing;
`,
  'engine/breach.ts': `import { thing } from '#core/thing.ts';
import { request } from 'node:https';
export const breach = [thing, request];
`,
  'main/breach.ts': `import { list } from '#core/conversations/list.ts';
import { shell } from '../web/breach.ts';
export const breach = [list, shell];
`,
  'preload/breach.ts': `import { thing } from '#core/thing.ts';
export const breach = thing;
`,
  'probability/breach.ts': `import type { good } from '#contract/good.ts';
export type Breach = typeof good;
`,
  'renderer/app/app.tsx': `import { chat } from '../features/chat/chat.tsx';
export const app = chat;
`,
  'renderer/breach.tsx': `import { thing } from '#core/thing.ts';
export const breach = thing;
`,
  'renderer/components/button.tsx': `import { models } from '../features/models/models.tsx';
export const button = models;
`,
  'renderer/features/chat/chat.tsx': `import { models } from '../models/models.tsx';
import { app } from '../../app/app.tsx';
export const chat = [models, app];
`,
  'renderer/features/models/models.tsx': `export const models = 1;
`,
  'web/breach.ts': `import { breach } from '../cli/breach.ts';
import { nowhere } from '#core/nowhere.ts';
export const shell = [breach, nowhere];
`,
};
