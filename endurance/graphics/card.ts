/**
 * What the driver says of NVIDIA's card, and a program that takes its memory. Runs in the process of the checks. Everything
 * here is null or does nothing where there is no nvidia-smi: the checks then say less.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';

export type Card = { readonly name: string; readonly driver: string; readonly totalBytes: number };

const megabyte = 1_048_576;

function query(fields: string): string[] | null {
  try {
    const args = [`--query-gpu=${fields}`, '--format=csv,noheader,nounits'];
    const text = execFileSync('nvidia-smi', args, { encoding: 'utf8', timeout: 10_000, stdio: 'pipe' });
    return (text.trim().split('\n')[0] ?? '').split(',').map((part) => part.trim());
  } catch {
    return null;
  }
}

export function findCard(): Card | null {
  const [name, driver, total] = query('name,driver_version,memory.total') ?? [];
  if (name === undefined || driver === undefined || total === undefined) return null;
  return { name, driver, totalBytes: Number(total) * megabyte };
}

/** Bytes that all programs hold on the card now; null: nobody says. */
export function heldOnCard(): number | null {
  const used = query('memory.used')?.[0];
  return used === undefined ? null : Number(used) * megabyte;
}

/** Waits until the card holds at most so many bytes. @returns what it holds then, after five seconds whatever it is */
export async function waitForHeldAtMost(bytes: number): Promise<number | null> {
  for (let looks = 0; looks < 50; looks++) {
    const held = heldOnCard();
    if (held === null || held <= bytes) return held;
    await setTimeout(100);
  }
  return heldOnCard();
}

const taking = `
import ctypes, sys
cuda = ctypes.CDLL('libcuda.so.1')
def ok(code):
    if code != 0: raise SystemExit(f'CUDA says {code}')
device, context, pointer = ctypes.c_int(), ctypes.c_void_p(), ctypes.c_void_p()
free, total = ctypes.c_size_t(), ctypes.c_size_t()
ok(cuda.cuInit(0)); ok(cuda.cuDeviceGet(ctypes.byref(device), 0))
ok(cuda.cuCtxCreate_v2(ctypes.byref(context), 0, device))
ok(cuda.cuMemGetInfo_v2(ctypes.byref(free), ctypes.byref(total)))
ok(cuda.cuMemAlloc_v2(ctypes.byref(pointer), ctypes.c_size_t(free.value - int(sys.argv[1]))))
print('taken', flush=True)
sys.stdin.read()
`;

/** Another program that takes the card's memory down to `leftBytes`. @returns what ends it; null: it could not be started */
export async function takeMemoryDownTo(leftBytes: number): Promise<(() => Promise<void>) | null> {
  const program = spawn('python3', ['-c', taking, String(leftBytes)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(program, 'exit').catch(() => null);
  const hasTaken = await Promise.race([firstLine(program), ended.then(() => null)]);
  if (hasTaken === null) return null;
  return async () => {
    program.kill('SIGKILL');
    await ended;
  };
}

async function firstLine(program: ChildProcess): Promise<string | null> {
  if (program.stdout === null) return null;
  for await (const piece of program.stdout) return String(piece);
  return null;
}
