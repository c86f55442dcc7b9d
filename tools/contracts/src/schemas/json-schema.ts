/** As much of JSON Schema draft 07 as the contract needs: AsyncAPI 3's own dialect. */
export interface JsonSchema {
  $ref?: string;
  allOf?: JsonSchema[];
  title?: string;
  description?: string;
  type?: 'object' | 'string' | 'integer' | 'number' | 'boolean';
  const?: string;
  enum?: string[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
}

/** Schemas by name, to which each other's `$ref`s point. */
export type Definitions = Record<string, JsonSchema>;
