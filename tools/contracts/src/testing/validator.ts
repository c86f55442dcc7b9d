import { Ajv, type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import type { Definitions, JsonSchema } from '../schemas/json-schema.js';

export type SchemaCheck = (value: unknown) => ErrorObject[];

/** @returns what is wrong with a value by a schema, all of it, with the data and the schema */
export function schemaCheck(schema: JsonSchema, definitions: Definitions = {}): SchemaCheck {
  const ajv = new Ajv({ allErrors: true, verbose: true, strict: true, strictRequired: false });
  addFormats.default(ajv);
  ajv.addKeyword('components');
  const validate = ajv.compile({ ...schema, components: { schemas: definitions } } as object);
  return (value) => (validate(value) ? [] : [...(validate.errors ?? [])]);
}
