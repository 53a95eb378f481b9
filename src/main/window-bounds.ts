/**
 * Remembers where the window was. Runs in Electron's main process. A file that is missing, damaged or from another
 * desk gives the usual size.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Rectangle } from 'electron';
import { z } from 'zod';

const boundsSchema = z.object({
  x: z.int().min(-100_000).max(100_000),
  y: z.int().min(-100_000).max(100_000),
  width: z.int().min(400).max(20_000),
  height: z.int().min(300).max(20_000),
  isMaximised: z.boolean(),
});
export type WindowBounds = z.infer<typeof boundsSchema>;

/** Null: open in the middle, at the usual size. `displays`: the work areas of the screens that are there now. */
export function readWindowBounds(file: string, displays: readonly Rectangle[]): WindowBounds | null {
  try {
    const bounds = boundsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return displays.some((display) => isGrabbable(bounds, display)) ? bounds : null;
  } catch {
    return null;
  }
}

/** Whether enough of the title bar is on the screen to pull the window by it. */
function isGrabbable({ x, y, width }: WindowBounds, display: Rectangle): boolean {
  const overlapPx = Math.min(x + width, display.x + display.width) - Math.max(x, display.x);
  return overlapPx >= 100 && y >= display.y - 10 && y <= display.y + display.height - 50;
}

/** A disk that is full must not keep a window from closing. */
export function saveWindowBounds(file: string, bounds: WindowBounds): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.part`, JSON.stringify(bounds));
    renameSync(`${file}.part`, file);
  } catch {
    // The window opens in the middle next time.
  }
}
