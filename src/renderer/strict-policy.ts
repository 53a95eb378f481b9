/**
 * Must be the page's first import: tells zod not to probe for `new Function`, which the content security policy
 * refuses and would report. Runs in the page, in one chunk with zod (electron.vite.config.ts).
 */
import { config } from 'zod';

config({ jitless: true });
