/** The short form of every suite that needs a real model and the built engine. */
import { testShortForms } from './short-form.ts';

testShortForms('model');
