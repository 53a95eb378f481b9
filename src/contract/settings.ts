/**
 * Settings of the app that are remembered between starts. Portable. Settings of a conversation are in
 * conversations.ts, those of a model in models.ts.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { contextStrategySchema } from './conversations.ts';
import { errorMap } from './errors.ts';
import { conversationIdSchema, modelIdSchema, presetIdSchema } from './ids.ts';

const procedure = oc.errors(errorMap);

/** `http://` or `https://`, perhaps with a port and a path. What is asked goes behind it. */
const hubUrlSchema = z
  .string()
  .max(300)
  .regex(/^https?:\/\/[A-Za-z0-9.[\]:-]+(?:\/[\w.~-]+)*\/?$/);
/** The same without a path; a name and a password may stand in front. */
const proxyUrlSchema = z
  .string()
  .max(600)
  .regex(/^https?:\/\/(?:[^\s/@:]+(?::[^\s/@]*)?@)?[A-Za-z0-9.[\]:-]+\/?$/);

/** Keys that a person chose for a command of the window; empty: none. Commands that a version does not know are left alone. */
const ownKeysSchema = z.object({ command: z.string().min(1).max(60), keys: z.string().max(60) });
export type OwnKeys = z.infer<typeof ownKeysSchema>;

export const settingsSchema = z.object({
  /** Null: not chosen yet; the page follows the system. */
  language: z.enum(['en', 'fr']).nullable(),
  theme: z.enum(['system', 'light', 'dark']),
  isFirstRunDone: z.boolean(),
  /** The model that a new conversation starts with. */
  defaultModelId: modelIdSchema.nullable(),
  /** What a new conversation takes its values from; null: none. One that is deleted counts as none. */
  defaultPresetId: presetIdSchema.nullable(),
  /** What a new conversation does when it no longer fits into the context. */
  contextStrategy: contextStrategySchema,
  /** The model writes a title after the first reply of a conversation. */
  writesTitles: z.boolean(),
  lastConversationId: conversationIdSchema.nullable(),
  /** What the heat map colours; `off` by default. */
  heatMap: z.enum(['off', 'surprisal', 'probability', 'rank']),
  heatMapPalette: z.enum(['blue', 'mono']),
  isSidebarOpen: z.boolean(),
  isInspectorOpen: z.boolean(),
  inspectorWidthPx: z.int().min(280).max(900),
  /** Nothing may reach another machine, not even what a person starts. */
  isOffline: z.boolean(),
  /** Share of the machine's memory that models may hold together; 0: one at a time; null: as Prisme chooses. */
  modelMemoryPercent: z.int().min(0).max(90).nullable(),
  /** A model that nobody has used for this long is unloaded; null: never. */
  unloadAfterMinutes: z.int().min(1).max(1_440).nullable(),
  /** The hub of models, or a mirror of it. */
  hubUrl: hubUrlSchema,
  /** What requests to other machines go through; null: straight. */
  proxyUrl: proxyUrlSchema.nullable(),
  /** Only what differs from the usual keys. */
  ownKeys: z.array(ownKeysSchema).max(100),
});
export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings: Settings = {
  language: null,
  theme: 'system',
  isFirstRunDone: false,
  defaultModelId: null,
  defaultPresetId: null,
  contextStrategy: 'stop',
  writesTitles: true,
  lastConversationId: null,
  heatMap: 'off',
  heatMapPalette: 'blue',
  isSidebarOpen: true,
  isInspectorOpen: false,
  inspectorWidthPx: 380,
  isOffline: false,
  modelMemoryPercent: null,
  unloadAfterMinutes: 30,
  hubUrl: 'https://huggingface.co',
  proxyUrl: null,
  ownKeys: [],
};

export const settingsContract = {
  get: procedure.input(z.object({})).output(settingsSchema),
  /** Changes what is given, leaves the rest. Errors: app.invalidInput {field}: an address that is none */
  update: procedure.input(settingsSchema.partial()).output(settingsSchema),
};
