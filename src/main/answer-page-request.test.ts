import { describe, expect, it } from 'vitest';
import type { PageFiles } from '#core/shells/page-files.ts';
import { answerPageRequest } from './answer-page-request.ts';

const bytes = new TextEncoder().encode('<p>start</p>');
const files: PageFiles = new Map([['/', { contentType: 'text/html; charset=utf-8', bytes }]]);
const statusOf = (method: string, url: string) => answerPageRequest(files, { method, url }).status;

describe('app://ui/', () => {
  it('answers a listed file with the whole policy', async () => {
    const response = answerPageRequest(files, { method: 'GET', url: 'app://ui/' });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('<p>start</p>');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
        "worker-src 'self'; connect-src 'none'; object-src 'none'; frame-src 'none'; base-uri 'none'; form-action 'none'; " +
        "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    });
  });

  it('answers HEAD without a body', async () => {
    const response = answerPageRequest(files, { method: 'HEAD', url: 'app://ui/' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it('refuses other methods, other hosts and what is not listed', () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'get'])
      expect(statusOf(method, 'app://ui/')).toBe(405);
    for (const url of ['app://evil/', 'app://ui.evil.test/', 'app://uix/', 'https://ui/', 'app:ui'])
      expect(statusOf('GET', url)).toBe(403);
    for (const url of ['app://ui/index.html', 'app://ui/../etc/passwd', 'app://ui/%2e%2e/x', 'app://ui//'])
      expect(statusOf('GET', url)).toBe(404);
  });
});
