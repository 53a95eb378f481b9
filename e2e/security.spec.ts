/**
 * A model's text, another site, another program on this machine: each refusal, seen from outside.
 */
import type { Page } from '@playwright/test';
import { activeElements, hostileMarkdown } from './support/hostile-markdown.ts';
import { handshake, statusOf } from './support/raw-request.ts';
import { seededApp } from './support/seeded-app.ts';
import { type OwnApp, expect, test } from './support/test.ts';

/** What the policy says, apart from where the page may connect to. */
function policy(connect: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "worker-src 'self'",
    `connect-src ${connect}`,
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

function expectOwnRequestsOnly({ page, requests }: Pick<OwnApp, 'page' | 'requests'>): void {
  const { host } = new URL(page.url());
  const foreign = requests.filter((url) => !/^(data|blob):/.test(url) && new URL(url).host !== host);
  expect(foreign).toEqual([]);
}

/** What a text could have done to the page. */
async function expectUnharmed(page: Page): Promise<void> {
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  const handlers = await page
    .getByRole('article')
    .locator('*')
    .evaluateAll((elements) =>
      elements
        .flatMap(({ attributes }) => [...attributes].map(({ name }) => name))
        .filter((name) => name.startsWith('on')),
    );
  expect(handlers).toEqual([]);
}

/** Tries from a page of another origin whatever a page can. What it got: a readable answer that is no refusal, or a socket. */
async function attackFrom(page: Page, attacker: string, port: number): Promise<string[]> {
  await page.goto(`${attacker}/attack`);
  return page.evaluate(async (port) => {
    const got: string[] = [];
    const names = [window.location.host, `127.0.0.1:${port}`, `localhost:${port}`, `evil.test:${port}`];
    const kinds: RequestInit[] = [
      { credentials: 'include' },
      { method: 'POST', body: 'GGUF', credentials: 'include' },
      { method: 'PUT', headers: { 'X-Own': '1' }, credentials: 'include' },
    ];
    const paths = ['/', '/index.html', '/rpc', '/upload?name=x.gguf', '/?code=x'];
    const asked = names.flatMap((name) =>
      paths.flatMap((path) => kinds.map((kind) => ({ address: `http://${name}${path}`, kind }))),
    );
    for (const { address, kind } of asked) {
      const status = await fetch(address, kind).then(
        (response) => response.status,
        () => null,
      );
      if (status !== null && status !== 403) got.push(`${kind.method ?? 'GET'} ${address}: ${status}`);
    }
    for (const name of names) {
      const isOpen = await new Promise<boolean>((done) => {
        const socket = new WebSocket(`ws://${name}/rpc`);
        socket.addEventListener('open', () => done(true));
        socket.addEventListener('error', () => done(false));
      });
      if (isOpen) got.push(`ws://${name}/rpc`);
    }
    return got;
  }, port);
}

test('a reply full of HTML, pictures and scripts stays text: no element, no request', async ({
  launchApp,
}) => {
  const app = await seededApp(launchApp, hostileMarkdown);
  const { lastReply } = app.chat;
  await expect(lastReply.getByRole('heading', { name: 'Hostile' })).toBeVisible();
  await expect(lastReply.locator(activeElements)).toHaveCount(0);
  await expect(lastReply).toContainText('<img src="https://evil.example/image.png"');
  await expect(lastReply).toContainText("<script>window.hacked = 'script'</script>");
  await expect(lastReply).toContainText('a tracking picture');
  for (const text of ['javascript', 'data', 'file', 'disguised'])
    await expect(
      lastReply.getByTitle('This address cannot be opened from here.').getByText(text, { exact: true }),
    ).toBeVisible();
  await app.frame.setHeatMap('Surprise');
  await expectUnharmed(app.page);
  expectOwnRequestsOnly(app);
});

test('the same text from a person is shown letter by letter', async ({ app, chat }) => {
  const before = app.requests.length;
  await chat.configure({ longestReply: 2 });
  await chat.ask(hostileMarkdown);
  const text = await chat.lastUserMessage.getByRole('paragraph').textContent();
  expect(text?.trim()).toBe(hostileMarkdown.trim());
  await expect(chat.lastUserMessage.locator(activeElements)).toHaveCount(0);
  await expectUnharmed(app.page);
  expectOwnRequestsOnly({ page: app.page, requests: app.requests.slice(before) });
});

test('a link asks first, shows the whole address, and goes nowhere when it is refused', async ({
  launchApp,
}) => {
  const app = await seededApp(launchApp, hostileMarkdown);
  const address = app.page.url();
  await app.chat.lastReply.getByRole('button', { name: 'an honest link' }).click();
  const question = app.page.getByRole('dialog', { name: 'Open this address?' });
  await expect(question).toContainText('https://example.org/a/path?with=query#and-hash');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toBeHidden();
  expect(app.page.url()).toBe(address);
  expectOwnRequestsOnly(app);
});

test('the policy of the page is exact, and the page itself cannot get round it', async ({ app, shell }) => {
  const { page } = app;
  const response = await page.reload();
  const { host } = new URL(page.url());
  const sent = (await response?.allHeaders())?.['content-security-policy'];
  // A page of Electron's own scheme may be reported without its headers: there the refusals below speak.
  if (shell === 'chromium' || sent !== undefined)
    expect(sent).toBe(policy(shell === 'electron' ? "'none'" : `'self' ws://${host}`));
  await page.getByRole('textbox', { name: 'Message' }).waitFor();

  const refusals = await page.evaluate(async () => {
    const reported = new Set<string>();
    // A report may come after the refusal itself.
    const areReported = new Promise<void>((done) => {
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        reported.add(effectiveDirective);
        if (reported.has('img-src') && reported.has('connect-src')) done();
      });
    });
    const isRefused = (run: () => void): boolean => {
      try {
        run();
        return false;
      } catch {
        return true;
      }
    };
    const isMarkupRefused = isRefused(() => {
      document.createElement('div').innerHTML = '<b>bold</b>';
    });
    const isScriptRefused = isRefused(() => {
      document.createElement('script').textContent = 'window.hacked = 1';
    });
    const picture = new Image();
    const isPictureRefused = await new Promise<boolean>((done) => {
      picture.addEventListener('load', () => done(false));
      picture.addEventListener('error', () => done(true));
      picture.src = 'https://evil.example/picture.png';
    });
    const isRequestRefused = await fetch('https://evil.example/').then(
      () => false,
      () => true,
    );
    await areReported;
    return { isMarkupRefused, isScriptRefused, isPictureRefused, isRequestRefused };
  });
  expect(refusals).toEqual({
    isMarkupRefused: true,
    isScriptRefused: true,
    isPictureRefused: true,
    isRequestRefused: true,
  });
  await expectUnharmed(page);
});

test.describe('the web shell', () => {
  test.skip(({ shell }) => shell !== 'chromium', 'Electron opens no port');

  test('without its cookie nothing is served, not even the page', async ({ app }) => {
    const { origin } = new URL(app.page.url());
    expect(await statusOf(`${origin}/`)).toBe(401);
    expect(await statusOf(`${origin}/index.html`)).toBe(401);
    expect(await statusOf(`${origin}/upload?name=x.gguf`, { Origin: origin }, 'POST')).toBe(401);
    expect(await statusOf(`${origin}/rpc`, { ...handshake, Origin: origin })).toBe(401);
  });

  test('a code is good for one visit', async ({ app }) => {
    const { origin } = new URL(app.page.url());
    const used = app.requests.find((url) => url.includes('code='));
    expect(used).toBeDefined();
    expect(await statusOf(used ?? '')).toBe(403);
    expect(await statusOf(`${origin}/?code=guessed`)).toBe(403);
  });

  test('the cookie alone opens nothing for another name, another site or another origin', async ({ app }) => {
    const { origin, host, port } = new URL(app.page.url());
    const [cookie] = await app.page.context().cookies(origin);
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    const signedIn = { Cookie: `${cookie?.name}=${cookie?.value}` };
    expect(await statusOf(`${origin}/`, signedIn)).toBe(200);
    expect(await statusOf(`${origin}/rpc`, { ...signedIn, ...handshake, Origin: origin })).toBe(101);
    const wrong: readonly Record<string, string>[] = [
      { Host: `evil.example:${port}` },
      { Host: '127.0.0.1' },
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { Origin: `http://localhost:${port}`, Host: host },
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
    ];
    for (const headers of wrong) {
      expect
        .soft(await statusOf(`${origin}/`, { ...signedIn, ...headers }), JSON.stringify(headers))
        .toBe(403);
      expect
        .soft(
          await statusOf(`${origin}/rpc`, { ...signedIn, ...handshake, ...headers }),
          JSON.stringify(headers),
        )
        .toBe(403);
    }
  });

  test('a page whose name is re-pointed at this machine gets nothing, with everything the user has', async ({
    app,
    playwright,
    launchOptions,
  }) => {
    const { port, origin } = new URL(app.page.url());
    const args = [...(launchOptions.args ?? []), '--host-resolver-rules=MAP evil.test 127.0.0.1'];
    const browser = await playwright.chromium.launch({ ...launchOptions, args });
    const context = await browser.newContext();
    await context.addCookies(await app.page.context().cookies(origin));
    const ownPage = await context.newPage();
    expect((await ownPage.goto(origin))?.status()).toBe(200);
    // The page itself came from its own server, before the name was re-pointed; everything after it is real.
    await context.route('**/attack', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<title>Attack</title>' }),
    );
    for (const attacker of [`http://evil.test:${port}`, 'http://evil.test:1'])
      expect(await attackFrom(await context.newPage(), attacker, Number(port)), attacker).toEqual([]);
    await browser.close();
  });

  test('a confirmed link opens in a tab of its own that cannot reach back', async ({ launchApp }) => {
    const app = await seededApp(launchApp, hostileMarkdown);
    const context = app.page.context();
    await context.route('https://example.org/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<title>Example</title>' }),
    );
    await app.chat.lastReply.getByRole('button', { name: 'an honest link' }).click();
    const opened = context.waitForEvent('page');
    await app.page.getByRole('dialog').getByRole('button', { name: 'Open' }).click();
    const tab = await opened;
    await expect(tab).toHaveURL('https://example.org/a/path?with=query#and-hash');
    expect(await tab.evaluate(() => window.opener === null && document.referrer === '')).toBe(true);
  });
});

test.describe('Electron', () => {
  test.skip(({ shell }) => shell !== 'electron', 'the browser has walls of its own');

  test('the page has no Node, and of the shell four plain things', async ({ app }) => {
    const found = await app.page.evaluate(() => {
      const names = [
        'require',
        'process',
        'module',
        'Buffer',
        'global',
        '__dirname',
        'electron',
        'ipcRenderer',
      ];
      const bridge: unknown = Reflect.get(window, 'prisme');
      return {
        ofNode: names.filter((name) => name in window),
        ofShell: typeof bridge === 'object' && bridge !== null ? [...Object.keys(bridge)].sort() : [],
      };
    });
    expect(found).toEqual({ ofNode: [], ofShell: ['addFile', 'openExternal', 'platform', 'printPage'] });
  });

  test('the window that runs has every protection that was asked for', async ({ app }) => {
    const preferences = await app.electron?.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      const contents = window?.webContents;
      // Not in Electron's types, but what it started this very page with.
      const read: unknown = contents && Reflect.get(contents, 'getLastWebPreferences');
      return typeof read === 'function' ? (read.call(contents) as Record<string, unknown>) : null;
    });
    // Electron reports some of what it was given; src/main/one-door.test.ts holds the whole.
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
    });
  });

  test('new windows and other addresses are refused', async ({ launchApp }) => {
    // Its own: see below, the driver may wait in this window for ever.
    const app = await launchApp();
    await app.chat.message.waitFor();
    const { page, electron } = app;
    const address = page.url();
    const before = app.requests.length;
    const opened = await page.evaluate(() => window.open('https://evil.example/') === null);
    expect(opened).toBe(true);
    await page.evaluate(() => window.location.assign('https://evil.example/'));
    await page.evaluate(() => window.location.assign('file:///etc/passwd'));
    // Asked of the page itself: after a refused navigation an old Electron keeps the driver waiting for its end.
    expect(await page.evaluate(() => document.querySelector('[data-composer]') !== null)).toBe(true);
    expect(await page.evaluate(() => window.location.href)).toBe(address);
    expect(await electron?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    expectOwnRequestsOnly({ page, requests: app.requests.slice(before) });
  });

  test('permissions are refused without asking', async ({ app }) => {
    const answers = await app.page.evaluate(async () => ({
      notifications: await Notification.requestPermission(),
      position: await new Promise<string>((done) => {
        navigator.geolocation.getCurrentPosition(
          () => done('granted'),
          () => done('denied'),
        );
      }),
      camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => 'granted',
        () => 'denied',
      ),
    }));
    expect(answers).toEqual({ notifications: 'denied', position: 'denied', camera: 'denied' });
  });

  test('only web and mail addresses reach the system', async ({ app }) => {
    const { page, electron } = app;
    await electron?.evaluate(({ shell }) => {
      Reflect.set(shell, 'openExternal', async (address: string) => {
        Reflect.set(globalThis, 'openedAddresses', [
          ...(Reflect.get(globalThis, 'openedAddresses') ?? []),
          address,
        ]);
      });
    });
    const wanted = [
      'https://example.org/a',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'https://bank.example@evil.example/',
    ];
    const answers = await page.evaluate(async (addresses) => {
      const bridge = Reflect.get(window, 'prisme') as { openExternal(address: string): Promise<boolean> };
      const given: boolean[] = [];
      for (const address of addresses) given.push(await bridge.openExternal(address));
      return given;
    }, wanted);
    expect(answers).toEqual([true, false, false, false]);
    expect(await electron?.evaluate(() => Reflect.get(globalThis, 'openedAddresses'))).toEqual([
      'https://example.org/a',
    ]);
  });
});
