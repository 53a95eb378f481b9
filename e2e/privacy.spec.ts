/**
 * What the page about privacy says, and that it is so: nothing leaves, nothing listens but what must, and everything can
 * be deleted.
 */
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { FirstRunPage } from './pages/first-run-page.ts';
import { PrivacyPage } from './pages/privacy-page.ts';
import type { RunningApp } from './support/launch.ts';
import { expect, test } from './support/test.ts';

test('after a reply the page still counts no request, and the switch for offline is remembered', async ({
  app,
  chat,
}) => {
  await chat.configure({ longestReply: 4 });
  await chat.ask('Name a colour.');
  const privacy = new PrivacyPage(app.page);
  await privacy.open();
  await expect(privacy.requests.getByRole('status')).toHaveText(/^0 requests since \d/);
  await expect(privacy.requests.getByRole('table')).toHaveCount(0);
  await privacy.offline.click();
  await expect(privacy.offline).toBeChecked();
  await app.page.reload();
  await expect(chat.message).toBeVisible();
  await privacy.open();
  await expect(privacy.offline).toBeChecked();
  await privacy.offline.click();
  await expect(privacy.offline).not.toBeChecked();
});

test('the page names the sockets that listen: none in a window, one of this machine in a browser', async ({
  app,
  chat,
  shell,
}) => {
  await expect(chat.message).toBeVisible();
  const privacy = new PrivacyPage(app.page);
  await privacy.open();
  if (shell === 'electron') {
    await expect(privacy.listening).toContainText('0 sockets');
    await expect(privacy.listening.getByRole('listitem')).toHaveCount(0);
  } else {
    const { host } = new URL(app.page.url());
    await expect(privacy.listening.getByRole('listitem')).toHaveText([`TCP ${host}`]);
  }
});

test('the system agrees: no other socket of Prisme’s core and engines listens', async ({
  app,
  chat,
  shell,
}) => {
  test.skip(process.platform !== 'linux', 'the system is asked through /proc');
  await chat.configure({ longestReply: 2 });
  await chat.ask('Name a colour.');
  const listening = [app.corePid(), ...app.enginePids()].flatMap(listeningAddresses);
  if (shell === 'electron') {
    // The driver of this test debugs Electron's main process over a socket, which children may inherit.
    const ofTheDriver = listeningAddresses(app.rootPid);
    expect(listening.filter((address) => !ofTheDriver.includes(address))).toEqual([]);
  } else expect(listening).toEqual([`0100007F:${portInHex(app)}`]);
});

/** Local addresses of a process's listening TCP sockets, as /proc writes them. */
function listeningAddresses(pid: number): string[] {
  const inodes = new Set(
    readdirSync(`/proc/${pid}/fd`).map((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
      } catch {
        // closed between the listing and the reading
        return undefined;
      }
    }),
  );
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === '0A' && inodes.has(inode))
      .map(([, address = '']) => address),
  );
}

function portInHex({ page }: RunningApp): string {
  return Number(new URL(page.url()).port).toString(16).toUpperCase().padStart(4, '0');
}

test('the page says where the data lies, and its size follows', async ({ app, chat }) => {
  await expect(chat.message).toBeVisible();
  const privacy = new PrivacyPage(app.page);
  await privacy.open();
  await expect(privacy.data.getByRole('code')).toHaveText(app.dataDir);
  const database = privacy.data.getByRole('row', { name: /^Conversations/ });
  await expect(database).toContainText(/\d\s?(kB|MB)/);
});

test('deleting everything takes the typed words, and ends with the first start of an empty Prisme', async ({
  launchApp,
}) => {
  const app = await launchApp();
  await app.chat.configure({ longestReply: 3 });
  await app.chat.ask('What is a qzxjvwq?');
  const privacy = new PrivacyPage(app.page);
  await privacy.open();
  await privacy.deleteEverything.click();
  await expect(privacy.confirm).toBeDisabled();
  await privacy.typed.fill('delete');
  await expect(privacy.confirm).toBeDisabled();
  await privacy.typed.fill('Delete everything');
  await privacy.typed.press('Enter');
  const firstRun = new FirstRunPage(app.page);
  await expect(firstRun.progress).toBeVisible({ timeout: 30_000 });
  expect(existsSync(join(app.dataDir, 'delete-everything'))).toBe(false);
  for (const name of readdirSync(app.dataDir).filter((name) => name.startsWith('prisme.db')))
    expect(readFileSync(join(app.dataDir, name)).includes('qzxjvwq'), name).toBe(false);
  // The models are found again, and the app works on.
  await firstRun.complete();
  await app.chat.configure({ longestReply: 2 });
  await app.chat.ask('Name a colour.');
  await expect(app.frame.conversations).toHaveCount(1);
});
