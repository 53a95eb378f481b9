/** The short form of every suite that needs no model. */
import { testShortForms } from './short-form.ts';

testShortForms('nothing');
