import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { egress } from '#egress/guard-this-process.ts';
import { closeNetwork } from './close-network.ts';
import { askBeforeSaving, hardenContents, hardenSession } from './harden.ts';
import { isPermissionAllowed } from './permissions.ts';
import { recordRefusedRequest } from './refused-request.ts';
import { type SenderEvent, isTrustedSender } from './trusted-sender.ts';
import { webPreferences } from './web-preferences.ts';

/** Every permission that Electron's own types name, so that a new one is tested on the day it appears. */
function knownPermissions(): readonly string[] {
  const types = readFileSync(
    join(dirname(createRequire(import.meta.url).resolve('electron')), 'electron.d.ts'),
    'utf8',
  );
  const unions = [
    ...types.matchAll(
      /setPermission(?:Request|Check)Handler\(handler: \(\(webContents: [^,]+, permission: ([^,]+),/g,
    ),
  ];
  return [
    ...new Set(
      unions.flatMap(([, union]) => [...(union ?? '').matchAll(/'([^']+)'/g)].map(([, name]) => name ?? '')),
    ),
  ];
}

type Listener = (...args: readonly unknown[]) => void;

function fakeSession(onRefused: (address: string) => void = () => undefined) {
  const handlers: Record<string, Listener> = {};
  const keep = (name: string) => (handler: Listener) => (handlers[name] = handler);
  const session = {
    setPermissionRequestHandler: keep('request'),
    setPermissionCheckHandler: keep('check'),
    setDevicePermissionHandler: keep('device'),
    setSpellCheckerEnabled: (isEnabled: boolean) => keep('spellChecker')(() => isEnabled),
    webRequest: { onBeforeRequest: keep('beforeRequest') },
  };
  // The parts of a session that are hardened; each keeps the handler it is given.
  hardenSession(session as unknown as Parameters<typeof hardenSession>[0], onRefused);
  return handlers;
}

it('the browser inside finds no host and checks no spelling: its dictionaries would be fetched', () => {
  const switches = new Map<string, string | undefined>();
  closeNetwork({ appendSwitch: (name, value) => void switches.set(name, value) });
  expect(switches.get('host-resolver-rules')).toBe('MAP * ~NOTFOUND');
  for (const name of ['no-proxy-server', 'disable-background-networking', 'disable-component-update'])
    expect(switches.has(name), name).toBe(true);
  const isEnabled: unknown = fakeSession()['spellChecker']?.();
  expect(isEnabled).toBe(false);
});

describe('permissions', () => {
  it('are all refused but copying and full screen, when asked for and when checked', () => {
    const permissions = knownPermissions();
    expect(permissions.length).toBeGreaterThan(30);
    const handlers = fakeSession();
    const allowed = permissions.filter((permission) => {
      let answer: unknown;
      handlers['request']?.({}, permission, (isGranted: unknown) => (answer = isGranted));
      expect(handlers['check']?.({}, permission)).toBe(answer);
      return answer === true;
    });
    expect(allowed.toSorted()).toEqual(['clipboard-sanitized-write', 'fullscreen']);
    expect(handlers['device']?.({ deviceType: 'usb' })).toBe(false);
  });

  it('that nobody has heard of are refused', () => {
    for (const permission of ['', 'FULLSCREEN', 'clipboard-read', 'constructor', '__proto__'])
      expect(isPermissionAllowed(permission)).toBe(false);
  });
});

describe('requests', () => {
  it.each([
    ['app://ui/assets/a.js', false],
    ['https://example.com/pixel.png', true],
    ['wss://example.com/', true],
    ['file:///etc/passwd', true],
  ])('to %s are cancelled: %j', (url, cancel) => {
    let answer: unknown;
    const refused: string[] = [];
    const session = fakeSession((address) => refused.push(address));
    session['beforeRequest']?.({ url }, (given: unknown) => (answer = given));
    expect(answer).toEqual({ cancel });
    expect(refused).toEqual(cancel ? [url] : []);
  });

  it('that are refused are put on record with their host, never with what follows it', () => {
    recordRefusedRequest('https://example.com:8443/secret?q=1');
    recordRefusedRequest('file:///etc/passwd');
    recordRefusedRequest('no address');
    const { attempts } = egress.ledger.snapshot();
    expect(attempts.slice(-3)).toMatchObject([
      { kind: 'request', host: 'example.com', port: 8443, wasRefused: true },
      { kind: 'request', host: 'file:', port: null },
      { kind: 'request', host: '?', port: null },
    ]);
  });
});

describe('a download', () => {
  function download(url: string, name = 'trace.json') {
    let listener: Listener | undefined;
    let options: unknown = null;
    let prevented = false;
    const session = { on: (_name: string, given: Listener) => (listener = given) };
    askBeforeSaving(session as unknown as Parameters<typeof askBeforeSaving>[0], '/home/me/Downloads');
    listener?.(
      { preventDefault: () => (prevented = true) },
      {
        getURL: () => url,
        getFilename: () => name,
        setSaveDialogOptions: (given: unknown) => (options = given),
      },
    );
    return { prevented, options };
  }

  it('of what the page made itself is saved where the person says', () => {
    expect(download('blob:app://ui/0c7f')).toEqual({
      prevented: false,
      options: { defaultPath: join('/home/me/Downloads', 'trace.json') },
    });
    expect(download('blob:app://ui/0c7f', '../../.profile').options).toEqual({
      defaultPath: join('/home/me/Downloads', '.profile'),
    });
  });

  it.each([
    'https://example.com/a.exe',
    'app://ui/assets/a.js',
    'data:text/html,x',
    'blob:https://example.com/1',
    'file:///etc/passwd',
  ])('of %s is refused', (url) => expect(download(url)).toEqual({ prevented: true, options: null }));
});

describe('a window', () => {
  function fakeContents() {
    const listeners = new Map<string, Listener>();
    let openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });
    const contents = {
      on: (name: string, listener: Listener) => listeners.set(name, listener),
      setWindowOpenHandler: (handler: typeof openHandler) => (openHandler = handler),
    };
    hardenContents(contents as unknown as Parameters<typeof hardenContents>[0]);
    return { listeners, open: (url: string) => openHandler({ url }).action };
  }

  const isPrevented = (listener: Listener | undefined, ...args: readonly unknown[]): boolean => {
    let prevented = false;
    const [event, ...others] = args;
    listener?.({ ...(event as object), preventDefault: () => (prevented = true) }, ...others);
    return prevented;
  };

  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('stays on its page (%s)', (name) => {
    const listener = fakeContents().listeners.get(name);
    for (const url of [
      'https://example.com/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'app://ui/other.html',
      'app://evil/',
      'about:blank',
      'data:text/html,x',
    ]) {
      expect(isPrevented(listener, { url })).toBe(true);
      // Electron before 25 gives the address as an argument.
      expect(isPrevented(listener, {}, url)).toBe(true);
    }
    expect(isPrevented(listener, {})).toBe(true);
    expect(isPrevented(listener, { url: 'app://ui/' })).toBe(false);
  });

  it('opens no other window and embeds no page', () => {
    const { listeners, open } = fakeContents();
    for (const url of ['app://ui/', 'https://example.com/', 'about:blank']) expect(open(url)).toBe('deny');
    expect(isPrevented(listeners.get('will-attach-webview'), {})).toBe(true);
  });

  it('has every protection switched on by name', () => {
    expect(webPreferences('/preload.cjs', false)).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: false,
    });
  });
});

describe('a message from a window', () => {
  const main = { url: 'app://ui/' };
  const event = (changes: Partial<SenderEvent> & { frame?: SenderEvent['senderFrame'] }): SenderEvent => ({
    senderFrame: changes.frame === undefined ? main : changes.frame,
    sender: changes.sender ?? { mainFrame: main, isDestroyed: () => false },
  });

  it('is heard from the main frame of the page', () => {
    expect(isTrustedSender(event({}))).toBe(true);
  });

  it('is not heard from a sub-frame, another document, no frame, or a window that is gone', () => {
    const strange = { url: 'https://example.com/' };
    expect(isTrustedSender(event({ frame: { url: 'app://ui/' } }))).toBe(false);
    expect(isTrustedSender(event({ frame: null }))).toBe(false);
    expect(
      isTrustedSender(event({ frame: strange, sender: { mainFrame: strange, isDestroyed: () => false } })),
    ).toBe(false);
    const blank = { url: 'about:blank' };
    expect(
      isTrustedSender(event({ frame: blank, sender: { mainFrame: blank, isDestroyed: () => false } })),
    ).toBe(false);
    expect(isTrustedSender(event({ sender: { mainFrame: main, isDestroyed: () => true } }))).toBe(false);
  });
});
