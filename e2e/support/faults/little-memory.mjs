/**
 * Loaded into the process of the core before the core: the machine has one gigabyte left, whatever it really has. Test only.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';

const availableBytes = 1e9;
const read = fs.readFileSync;

fs.readFileSync = (path, ...rest) => {
  const text = read(path, ...rest);
  if (path !== '/proc/meminfo' || typeof text !== 'string') return text;
  return text.replace(/^MemAvailable:.*$/m, `MemAvailable: ${Math.floor(availableBytes / 1_024)} kB`);
};
os.freemem = () => availableBytes;
syncBuiltinESMExports();
