/**
 * Playwright's configuration for the one spec of the suites: as the end-to-end tests, in another folder.
 */
import { defineConfig } from '@playwright/test';
import endToEnd from '../playwright.config.ts';

export default defineConfig({ ...endToEnd, testDir: import.meta.dirname, testMatch: 'idle.spec.ts' });
