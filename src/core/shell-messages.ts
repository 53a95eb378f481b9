/**
 * What Electron's main process and the core process say to each other over `process.parentPort`. Types only; the
 * core's side is process.ts, main's side is in src/main. Pages never see these messages.
 *
 * Order: main sends `init` once; the core answers `ready` or `failed`. Pages may be handed over at any time after
 * `init`. A request of the core (`launchEngine`, `chooseFile`, `askSecret`) carries a `requestId` that the answer repeats; an
 * engine keeps the id of its launch.
 */
import type { StartupReport } from '#contract/app.ts';
import type { ErrorRecord } from '#contract/errors.ts';
import type { EgressReport } from '#contract/egress.ts';

/** From main to the core. The second column says what `ports` of the message event holds. */
export type MainToCoreMessage =
  /** No port. `dataDir` and `modelDirs` are absolute. */
  | {
      readonly kind: 'init';
      readonly dataDir: string;
      readonly modelDirs: readonly string[];
      readonly version: string;
    }
  /** ports[0]: the page's port, to be served with the contract. */
  | { readonly kind: 'page' }
  /** ports[0]: the engine's port. */
  | { readonly kind: 'engineLaunched'; readonly requestId: string; readonly pid: number | undefined }
  /** No port. The engine could not be started at all. */
  | { readonly kind: 'engineLaunchFailed'; readonly requestId: string; readonly reason: string }
  /** No port. `code`: as utilityProcess reports it; null when the system did not say. */
  | { readonly kind: 'engineExited'; readonly requestId: string; readonly code: number | null }
  /** No port. Null: the person cancelled the dialog. */
  | { readonly kind: 'fileChosen'; readonly requestId: string; readonly path: string | null }
  /** No port. Null: there is no store of secrets, or it refused. Never logged. */
  | { readonly kind: 'secretAnswered'; readonly requestId: string; readonly text: string | null }
  /** No port. What the window's processes tried to reach since the last report. */
  | { readonly kind: 'egress'; readonly report: EgressReport }
  /** No port. The app quits: stop the engines, close the database, answer `closed`, end. */
  | { readonly kind: 'close' };

/** From the core to main. No message carries a port. */
export type CoreToMainMessage =
  /** The core is open and serves pages. */
  | { readonly kind: 'ready'; readonly startup: StartupReport }
  /** The core could not open (for example app.alreadyRunning, database.damaged); it ends after this. */
  | { readonly kind: 'failed'; readonly error: ErrorRecord }
  | { readonly kind: 'launchEngine'; readonly requestId: string }
  | { readonly kind: 'killEngine'; readonly requestId: string }
  | { readonly kind: 'chooseFile'; readonly requestId: string }
  /** `text`: a secret, or what the store has made of one (base64). */
  | {
      readonly kind: 'askSecret';
      readonly requestId: string;
      readonly action: 'encrypt' | 'decrypt';
      readonly text: string;
    }
  /** The core ends by itself and wants to be started again at once: another database, or none, takes the place of the present one. */
  | { readonly kind: 'reopening' }
  /** Another start asked for this data folder: bring the window to the front. */
  | { readonly kind: 'focus' }
  /** Everything is on disk; the process ends now. */
  | { readonly kind: 'closed' };
