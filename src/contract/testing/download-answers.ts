/**
 * What the core may answer about downloads and the token for the hub: each schema with its shape. Runs in tests only.
 */
import { downloadsContract } from '../downloads.ts';
import { networkContract } from '../network.ts';
import { download, downloads } from './download-shapes.ts';
import { outputOf } from './expect-bounds.ts';
import { nullable, object, oneOf } from './shapes.ts';

export const downloadAnswers = {
  'a started download': [outputOf(downloadsContract.start), download],
  'the list of downloads': [outputOf(downloadsContract.list), downloads],
  'where the token is': [
    outputOf(networkContract.status),
    object({ token: nullable(oneOf('systemStore', 'memory')) }),
  ],
} as const;
