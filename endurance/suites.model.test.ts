/** The short form of every suite that needs the built engine or a model. */
import { testShortForms } from './short-form.ts';

testShortForms('model');
