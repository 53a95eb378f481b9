/**
 * An app whose open conversation holds a reply with a given text: what a model may write, exactly. The text is placed
 * in the database of an app that has ended. Runs in the test process.
 */
import { seedConversation, seedDataFolder } from '../../fixtures/seed-data-folder.ts';
import type { OwnApp, OwnAppOptions } from './test.ts';

type Launch = (options?: OwnAppOptions) => Promise<OwnApp>;

/** Starts an app, ends it, writes the texts, starts it again. */
export async function seededApp(launchApp: Launch, replyText: string, userText = 'Seeded'): Promise<OwnApp> {
  const { dataDir, close } = await launchApp();
  await close();
  seedDataFolder(dataDir, (seeding) => {
    const { id } = seedConversation(seeding, {
      title: 'Seeded',
      atMs: Date.now(),
      texts: [userText, replyText],
      modelName: 'Seeded model',
    });
    seeding.store.settings.set('lastConversationId', JSON.stringify(id));
  });
  const app = await launchApp({ dataDir });
  await app.chat.lastReply.waitFor();
  return app;
}
