import { describe, expect, it } from 'vitest';
import { externalAddress, isAllowedRequest, isStartPage } from './addresses.ts';

describe('isStartPage', () => {
  it.each(['app://ui/', 'app://ui/#/settings', 'APP://ui/'])('knows %j as the page', (address) => {
    expect(isStartPage(address)).toBe(true);
  });
  it.each([
    'app://ui',
    'app://ui/index.html', 'app://ui/?x=1', 'app://ui.evil.test/', 'app://evil/', 'app://ui:80/', 'app://user@ui/', 'app://ui//evil.test',
    'https://ui/', 'http://app//ui/', 'file:///app/ui/', 'about:blank', 'about:srcdoc', 'data:text/html,x', 'blob:app://ui/x', 'javascript:alert(1)',
    'view-source:app://ui/', 'filesystem:app://ui/', '', null, undefined, 1, {},
  ])('does not know %j', (address) => {
    expect(isStartPage(address)).toBe(false);
  }); // prettier-ignore
});

describe('isAllowedRequest', () => {
  it.each([
    ['app://ui/', true],
    ['app://ui/assets/a.js', true],
    ['data:image/png;base64,AA==', true],
    ['blob:app://ui/7d9c', true],
    ['app://other/', false],
    ['http://127.0.0.1/', false],
    ['https://example.com/', false],
    ['ws://127.0.0.1/', false],
    ['wss://example.com/', false],
    ['ftp://example.com/', false],
    ['file:///etc/passwd', false],
    ['devtools://devtools/bundled/x.js', false],
    ['chrome-extension://x/y.js', false],
    ['chrome://gpu', false],
    ['not an address', false],
    [null, false],
  ])('%j: %j', (address, isAllowed) => {
    expect(isAllowedRequest(address)).toBe(isAllowed);
  });
});

describe('externalAddress', () => {
  it.each([
    ['https://example.com', 'https://example.com/'],
    ['HTTPS://EXAMPLE.com/a b?q=1#x', 'https://example.com/a%20b?q=1#x'],
    ['http://example.com:80/', 'http://example.com/'],
    ['https://münchen.example/', 'https://xn--mnchen-3ya.example/'],
    ['https://аpple.com/', 'https://xn--pple-43d.com/'],
    ['https://example.com/%2e%2e/x', 'https://example.com/x'],
    ['https://0x7f.1/', 'https://127.0.0.1/'],
    ['mailto:a@example.com?subject=x', 'mailto:a@example.com?subject=x'],
    ['https:example.com', 'https://example.com/'],
    ['https:///example.com/x', 'https://example.com/x'],
  ])('writes %j anew', (address, expected) => {
    expect(externalAddress(address)).toBe(expected);
  });

  it.each([
    'file:///etc/passwd', 'FILE:///etc/passwd', '/etc/passwd', 'C:\\Windows\\System32\\calc.exe', '\\\\host\\share', 'smb://host/share', 'javascript:alert(1)',
    ' javascript:alert(1)', 'java\nscript:alert(1)', 'data:text/html,x', 'vbscript:x', 'blob:https://example.com/x', 'about:blank', 'app://ui/', 'ftp://example.com/',
    'ws://example.com/', 'ssh://host', 'telnet://host', 'tel:+331', 'sms:+331', 'steam://run/1', 'ms-msdt:/id', 'search-ms:query=x', 'ms-officecmd:x', 'vscode://x/y',
    'intent://x#Intent;end', 'chrome://settings', 'view-source:https://example.com', 'jar:https://example.com!/', 'ldap://host', 'news:x', 'irc://host', 'magnet:?xt=1',
    'https://', 'https://user@example.com/', 'https://bank.example:443@evil.example/', 'https://:x@example.com/', 'https://example.com\\@evil.example/',
    'https://example.com/\u0000', 'https://example.com/\nx', 'https://exa mple.com', 'https://[::1', 'https://999.999.999.999/', 'mailto', '', ' ', '//example.com', 'example.com',
    `https://example.com/${'a'.repeat(9_000)}`, null, undefined, 7, {}, ['https://example.com'],
  ])('keeps %j inside', (address) => {
    expect(externalAddress(address)).toBeNull();
  }); // prettier-ignore
});
