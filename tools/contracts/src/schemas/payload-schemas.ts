import { contract, nestedClass, type MessageType } from '@tapmesh/events';
import { getMetadataStorage, ValidationTypes } from 'class-validator';
import { reference, schemaOf, sharedDefinitions, type Constraint } from './constraints.js';
import type { Docstrings } from './docstrings.js';
import type { Definitions, JsonSchema } from './json-schema.js';

type PayloadClass = new () => object;

export interface PayloadSchemas {
  /** Each message type's class, by its name in `definitions`. */
  payloads: Record<MessageType, string>;
  definitions: Definitions;
}

/** Derives the schema of every payload from the decorators that validate it. */
export function payloadSchemas(docs: Docstrings = new Map()): PayloadSchemas {
  const definitions: Definitions = { ...sharedDefinitions };
  const payloads = Object.entries(contract).map(([type, { payload }]) => {
    define(payload, definitions, docs);
    return [type, payload.name];
  });
  return { payloads: Object.fromEntries(payloads) as PayloadSchemas['payloads'], definitions };
}

function define(type: PayloadClass, definitions: Definitions, docs: Docstrings): JsonSchema {
  if (!Object.hasOwn(definitions, type.name)) {
    const storage = getMetadataStorage();
    const all = storage.getTargetValidationMetadatas(type, '', false, false);
    const fields = Object.entries(storage.groupByPropertyName(all)).map(([name, metadatas]) => {
      const optional = metadatas.some((one) => one.type === ValidationTypes.CONDITIONAL_VALIDATION);
      const constraints = metadatas
        .filter((one) => one.type === ValidationTypes.CUSTOM_VALIDATION)
        .map((one): Constraint => {
          if (one.each) throw new Error(`${type.name}.${name}: lists are not mapped yet`);
          return { name: one.name ?? '', arguments: one.constraints ?? [] };
        });
      const nested = nestedClass(type.prototype as object, name);
      const schema = nested ? define(nested, definitions, docs) : schemaOf(constraints);
      return { name, optional, schema: described(schema, docOf(type, docs, name)) };
    });
    definitions[type.name] = {
      ...described({}, docOf(type, docs)),
      type: 'object',
      properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema])),
      required: fields.filter(({ optional }) => !optional).map(({ name }) => name),
    };
  }
  return reference(type.name);
}

/** Whatever stands beside a `$ref` is ignored in draft 07. */
function described(schema: JsonSchema, description: string | undefined): JsonSchema {
  if (description === undefined) return schema;
  return schema.$ref ? { description, allOf: [schema] } : { description, ...schema };
}

/** What a class does not say of a field, the one that it extends may. */
function docOf(type: PayloadClass, docs: Docstrings, field?: string): string | undefined {
  const own = docs.get(field === undefined ? type.name : `${type.name}.${field}`);
  const parent = Object.getPrototypeOf(type) as PayloadClass;
  if (own !== undefined || field === undefined || parent === Function.prototype) return own;
  return docOf(parent, docs, field);
}
