/**
 * An app that asks a hub on this machine instead of the real one. Runs in the test process. The address is put into the
 * settings of a copy of the prepared data.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { answerAsHub } from '../../fixtures/hub/answer-as-hub.ts';
import { type HubServer, startHubServer } from '../../fixtures/hub/hub-server.ts';
import { realModelPath } from '../../fixtures/real-models.ts';
import { copyOf, modelFolder, removeFolder } from './folders.ts';
import { type OwnApp, test as base } from './test.ts';

type HubFixtures = {
  /** Answers as the real one does. */
  readonly hub: HubServer;
  readonly launchOn: (hub: HubServer) => Promise<OwnApp>;
};

export const test = base.extend<HubFixtures>({
  hub: async ({}, use) => {
    const hub = await startHubServer((url) => answerAsHub(url));
    await use(hub);
    await hub.close();
  },

  launchOn: async ({ launchApp, preparedDataDir }, use) => {
    const folders: string[] = [];
    await use((hub) => {
      const dataDir = copyOf(preparedDataDir);
      // What is downloaded must not be among the models of the tests that come after.
      const modelsDir = modelFolder(realModelPath('smolLm2'));
      folders.push(dataDir, modelsDir);
      setHubUrl(dataDir, hub.url);
      return launchApp({ dataDir, modelsDir });
    });
    for (const folder of folders) removeFolder(folder);
  },
});

function setHubUrl(dataDir: string, url: URL): void {
  const database = new DatabaseSync(join(dataDir, 'prisme.db'));
  database
    .prepare('INSERT OR REPLACE INTO settings (key, value_json) VALUES (?, ?)')
    .run('hubUrl', JSON.stringify(url.href));
  database.close();
  // It describes the file as the app left it.
  rmSync(join(dataDir, 'prisme.db.seal'), { force: true });
}
