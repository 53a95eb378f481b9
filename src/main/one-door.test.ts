/**
 * The Electron shell has one place for each dangerous thing. Read from the source, so that a second place fails on the day
 * it is written.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type SenderEvent, isTrustedSender } from './trusted-sender.ts';
import { webPreferences } from './web-preferences.ts';

const src = join(import.meta.dirname, '..');
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
  .map((name) => ({ name: name.split(sep).join('/'), text: readFileSync(join(src, name), 'utf8') }));

/** The files in which something stands, once for each time. */
function places(pattern: RegExp): string[] {
  return sources.flatMap(({ name, text }) => Array.from(text.matchAll(pattern), () => name));
}

describe('in the whole source', () => {
  it('windows are made in one place, and views and embedded pages nowhere', () => {
    expect(sources.length).toBeGreaterThan(200);
    expect(places(/new\s+BrowserWindow\b/g)).toEqual(['main/create-window.ts']);
    expect(places(/new\s+(?:WebContentsView|BrowserView|BaseWindow)\b|<webview/g)).toEqual([]);
  });

  it('the shell hears three requests of a page, and asks who sent them', () => {
    expect(places(/\bipcMain\s*\.\s*(?:handle|handleOnce|on|once)\b/g)).toEqual([
      'main/main.ts',
      'main/main.ts',
      'main/main.ts',
    ]);
    const main = sources.find(({ name }) => name === 'main/main.ts')?.text ?? '';
    const asking =
      /ipcMain\.handle\([^,]+,\s*async \(event, [^)]*\)[^{]*\{\s*const \w+ = isTrustedSender\(event\)/g;
    expect(main.match(asking)).toHaveLength(3);
    expect(places(/\bipcMain\b/g).every((name) => name === 'main/main.ts')).toBe(true);
  });

  it('addresses leave through one place, behind the check of addresses', () => {
    expect(places(/\bshell\s*\.\s*openExternal\(/g)).toEqual(['main/main.ts']);
    expect(places(/\bshell\s*\.\s*(?:openPath|showItemInFolder|trashItem)\b/g)).toEqual([]);
  });

  it('nothing of Electron crosses into the page but what the preload names', () => {
    expect(places(/\bexposeInMainWorld\b/g)).toEqual(['preload/preload.ts']);
    expect(
      places(/\bdangerouslySetInnerHTML\b|\binnerHTML\s*=|\binsertAdjacentHTML\b|\bdocument\.write\b/g),
    ).toEqual([]);
  });
});

it('a window has these options and no others', () => {
  expect(webPreferences('/preload.cjs', true)).toEqual({
    preload: '/preload.cjs',
    devTools: true,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    safeDialogs: true,
    plugins: false,
    enableWebSQL: false,
    backgroundThrottling: false,
  });
});

it('of every kind of sender exactly one is heard', () => {
  const addresses = [
    'app://ui/', 'app://ui/#a', 'app://ui/?a', 'app://ui/index.html', 'app://evil/', 'app://ui.evil/', 'https://ui/', 'https://example.com/', 'about:blank', 'about:srcdoc',
    'data:text/html,x', 'blob:app://ui/1', 'file:///a', 'devtools://devtools/', 'app:ui', '', 'null',
  ]; // prettier-ignore
  const senders = addresses.flatMap((url) =>
    (['main', 'sub', 'none'] as const).flatMap((frame) =>
      [false, true].map((isGone) => ({ url, frame, isGone })),
    ),
  );
  const heard = senders.filter(({ url, frame, isGone }) => {
    const mainFrame = { url };
    const senderFrame = frame === 'main' ? mainFrame : frame === 'sub' ? { url } : null;
    const event: SenderEvent = { senderFrame, sender: { mainFrame, isDestroyed: () => isGone } };
    return isTrustedSender(event);
  });
  // A fragment does not make another document.
  expect(heard).toEqual([
    { url: 'app://ui/', frame: 'main', isGone: false },
    { url: 'app://ui/#a', frame: 'main', isGone: false },
  ]);
});
